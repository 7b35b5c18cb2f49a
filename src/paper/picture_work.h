/*
 * The pictures of a whole sheet, drawn in its order by two hands: one goes
 * ahead while the other sets the pages, and helps where a page must wait.
 */
#ifndef PAPER_PICTURE_WORK_H
#define PAPER_PICTURE_WORK_H

#include "paper/pictures.h"

#include <pthread.h>

struct picture_work {
    const struct sp_body *body;
    const struct figure_mesh *mesh;
    struct picture_set *set[PAPER_ITEMS_MAX];
    int sets;
    pthread_mutex_t lock;      /* guards what follows */
    pthread_cond_t done;       /* a picture is, or one has failed */
    int next_set, next;        /* the picture that nobody has begun */
    int left[PAPER_ITEMS_MAX]; /* pictures of each set not yet drawn */
    enum sp_status status;     /* of the first that failed */
    struct sp_error err;
    pthread_t ahead;
    bool helped;
};

/*
 * Begins to draw the pictures of `set`, laid out before by pictures_fit().
 * The sets, body and mesh are borrowed until picture_work_end(), which must
 * follow. Where there is no second thread, the waiting draws them all.
 */
void picture_work_begin(struct picture_work *w, struct picture_set *const *set,
                        int sets, const struct sp_body *body,
                        const struct figure_mesh *mesh);

/* Until the pictures of `set`, one of those begun, are drawn. SP_E_NOMEM, SP_E_RANGE. */
SP_NODISCARD enum sp_status picture_work_wait(struct picture_work *w,
                                              const struct picture_set *set,
                                              struct sp_error *err);

/* Pictures not yet begun stay undrawn. */
void picture_work_end(struct picture_work *w);

#endif
