/* What cairo 1.16 cannot say in a PDF. */
#ifndef PAPER_PDF_H
#define PAPER_PDF_H

#include "stature/base.h"

/*
 * Name the document's language (BCP 47) and ask viewers to show its title, by
 * an incremental update of the catalogue (ISO 32000-1, 7.5.6): nothing that
 * is there changes place. Errors: SP_E_PARSE for a file that cairo did not
 * write; SP_E_NOMEM.
 */
SP_NODISCARD enum sp_status pdf_add_language(unsigned char **bytes, size_t *len,
                                             const char *language,
                                             struct sp_error *err);
#endif
