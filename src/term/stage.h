/*
 * The figure in the terminal: a keyframe of a scene, posed for this person's
 * own body, as coloured text.
 */
#ifndef TERM_STAGE_H
#define TERM_STAGE_H

#include "app/app.h"
#include "draw/draw.h"

struct term_stage; /* the body and its mesh */

/* The person's body as the profile has it, or a middling one without; fine
 * enough for a picture in a file, or only for characters. */
SP_NODISCARD enum sp_status term_stage_open(struct term_stage **stage,
                                            struct app *app, bool fine,
                                            struct sp_error *err);
void term_stage_close(struct term_stage *stage);

enum { TERM_STAGE_COLUMNS_MIN = 20, TERM_STAGE_ROWS_MIN = 8 };

/*
 * Keyframe `k` in a box of that many columns and rows, NUL-terminated lines;
 * the caller frees *text. `rows` 0: as high as the width asks for.
 * Errors: as sp_pose_solve and draw_ansi; SP_E_RANGE for a box under
 * TERM_STAGE_COLUMNS_MIN or TERM_STAGE_ROWS_MIN.
 */
SP_NODISCARD enum sp_status term_stage_text(const struct term_stage *stage,
                                            const struct sp_scene *scene, int k,
                                            bool left, int columns, int rows,
                                            char **text, struct sp_error *err);
/* The same in pixels, where the terminal says that it shows them (kitty's
 * protocol or sixels); *text stays NULL where it does not. */
SP_NODISCARD enum sp_status
term_stage_pixels(const struct term_stage *stage, const struct sp_scene *scene,
                  int k, bool left, int width_px, int height_px, char **text,
                  struct sp_error *err);
/* The same as bytes of an image. */
SP_NODISCARD enum sp_status
term_stage_image(const struct term_stage *stage, const struct sp_scene *scene,
                 int k, bool left, int width_px, int height_px,
                 enum draw_format format, unsigned char **bytes, size_t *len,
                 struct sp_error *err);

/* The scene as one glTF 2.0 file with body, spine and props: the movement
 * through all keyframes, or for k >= 0 that position alone. */
SP_NODISCARD enum sp_status
term_stage_glb(const struct term_stage *stage, const struct sp_scene *scene,
               int k, bool left, unsigned char **bytes, size_t *len,
               struct sp_error *err);

/* The keyframe in which a movement stands at a place of its clip. */
int term_stage_at(const struct care_exercise *ex, int variant, double clip_s);
#endif
