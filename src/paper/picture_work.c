#include "paper/picture_work.h"

#include <string.h>

/* The next picture that nobody has begun; false when there is none. */
static bool take(struct picture_work *w, int *set, int *picture)
{
    while (w->next_set < w->sets && w->next == w->set[w->next_set]->count)
        w->next_set++, w->next = 0;
    if (w->status || w->next_set == w->sets)
        return false;
    *set = w->next_set;
    *picture = w->next++;
    return true;
}

/* Draws it; the lock is held before and after, not meanwhile. */
static void draw(struct picture_work *w, int set, int picture)
{
    cairo_surface_t *image = NULL;
    struct sp_error err = {.text = ""};
    pthread_mutex_unlock(&w->lock);
    const enum sp_status s =
        pictures_draw_one(w->set[set], picture, w->body, w->mesh, &image, &err);
    pthread_mutex_lock(&w->lock);
    w->set[set]->image[picture] = image;
    w->left[set]--;
    if (s && !w->status) {
        w->status = s;
        w->err = err;
    }
    pthread_cond_signal(&w->done);
}

static void *go_ahead(void *arg)
{
    struct picture_work *w = arg;
    int set, picture;
    pthread_mutex_lock(&w->lock);
    while (take(w, &set, &picture))
        draw(w, set, picture);
    pthread_mutex_unlock(&w->lock);
    return NULL;
}

void picture_work_begin(struct picture_work *w, struct picture_set *const *set,
                        int sets, const struct sp_body *body,
                        const struct figure_mesh *mesh)
{
    memset(w, 0, sizeof *w);
    w->body = body;
    w->mesh = mesh;
    w->sets = sets;
    for (int i = 0; i < sets; i++) {
        w->set[i] = set[i];
        w->left[i] = set[i]->count;
    }
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->done, NULL);
    w->helped = !pthread_create(&w->ahead, NULL, go_ahead, w);
}

enum sp_status picture_work_wait(struct picture_work *w,
                                 const struct picture_set *set,
                                 struct sp_error *err)
{
    int mine = 0;
    while (w->set[mine] != set)
        mine++;
    pthread_mutex_lock(&w->lock);
    while (w->left[mine] && !w->status) {
        int next_set, picture;
        if (take(w, &next_set, &picture))
            draw(w, next_set, picture);
        else
            pthread_cond_wait(&w->done, &w->lock);
    }
    const enum sp_status s = w->status;
    if (s)
        *err = w->err;
    pthread_mutex_unlock(&w->lock);
    return s;
}

void picture_work_end(struct picture_work *w)
{
    pthread_mutex_lock(&w->lock);
    w->next_set = w->sets;
    pthread_mutex_unlock(&w->lock);
    if (w->helped)
        pthread_join(w->ahead, NULL);
    pthread_cond_destroy(&w->done);
    pthread_mutex_destroy(&w->lock);
}
