/*
 * An independent integrator on the same equations: GSL's variable-order BDF,
 * the law from its formulas rather than the tables, fluxes written out anew.
 */
#ifndef DISC_MSBDF_H
#define DISC_MSBDF_H

#include <gsl/gsl_errno.h>
#include <gsl/gsl_odeiv2.h>

#include "disc/disc_internal.h"

#define PEER_CELLS SP_DISC_CELLS

struct peer {
    struct disc_tissue tissue;
    double dz[PEER_CELLS], endplate, stress;
};

static inline int peer_rates(double t, const double J[], double rate[],
                             void *params)
{
    const struct peer *p = params;
    double S[PEER_CELLS], half[PEER_CELLS], in = 0;
    (void)t;
    for (int i = 0; i < PEER_CELLS; i++) {
        if (!(J[i] > p->tissue.solid + 0.02))
            return GSL_EDOM;
        S[i] = disc_swelling_MPa(&p->tissue, J[i]) +
               disc_matrix_MPa(&p->tissue, J[i]);
        half[i] = p->dz[i] * J[i] / (2 * disc_permeability(&p->tissue, J[i]));
    }
    for (int i = 0; i < PEER_CELLS; i++) {
        const double out = i + 1 < PEER_CELLS
                               ? (S[i + 1] - S[i]) / (half[i] + half[i + 1])
                               : (p->stress - S[i]) / (half[i] + p->endplate);
        rate[i] = (in - out) / p->dz[i];
        in = out;
    }
    return GSL_SUCCESS;
}

/* Dense, by differences: three columns of the band at a time. */
static inline int peer_jacobian(double t, const double J[], double *dfdy,
                                double dfdt[], void *params)
{
    double base[PEER_CELLS], moved[PEER_CELLS], at[PEER_CELLS];
    const double h = 1e-7;
    int status = peer_rates(t, J, base, params);
    for (int i = 0; i < PEER_CELLS * PEER_CELLS; i++)
        dfdy[i] = 0;
    for (int colour = 0; status == GSL_SUCCESS && colour < 3; colour++) {
        for (int i = 0; i < PEER_CELLS; i++)
            at[i] = J[i] + (i % 3 == colour ? h : 0);
        status = peer_rates(t, at, moved, params);
        for (int i = 0; i < PEER_CELLS; i++)
            for (int j = i - 1; j <= i + 1; j++)
                if (j >= 0 && j < PEER_CELLS && j % 3 == colour)
                    dfdy[i * PEER_CELLS + j] = (moved[i] - base[i]) / h;
    }
    for (int i = 0; i < PEER_CELLS; i++)
        dfdt[i] = 0;
    return status;
}

static inline struct peer peer_of(const struct sp_disc_model *m, int level,
                                  struct disc_tissue tissue)
{
    struct disc_column c;
    struct peer p = {.tissue = tissue, .endplate = 0};
    disc_column_of(m, level, &c);
    for (int i = 0; i < PEER_CELLS; i++)
        p.dz[i] = c.dz[i];
    p.endplate = c.endplate_out;
    return p;
}

/* The tissue of a young reference man's discs. */
static inline struct disc_tissue peer_tissue(void)
{
    return (struct disc_tissue){285,  150, 0.93,   2577, 0.20,
                                1.45, 2.5, 5.2e-4, 4};
}

static inline double peer_height(const struct peer *p, const double *J)
{
    double sum = 0;
    for (int i = 0; i < PEER_CELLS; i++)
        sum += 2 * p->dz[i] * J[i];
    return sum;
}

/* Run from *t to `to`; a driver starts anew at each jump of load. */
static inline int peer_run(gsl_odeiv2_driver *d, double *t, double to,
                           double *J)
{
    return gsl_odeiv2_driver_apply(d, t, to, J);
}

#endif
