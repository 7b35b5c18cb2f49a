/*
 * What disc tissue does at a given stretch J (present over reference
 * thickness): it swells by its fixed charge, its matrix resists, water moves
 * through it. Donnan equilibrium with fixed charge concentrated as water
 * leaves (Urban & McMullin 1988; form as in Schroeder et al. 2006), Holmes &
 * Mow's confined law for the matrix (Holmes & Mow 1990; exponent by Iatridis
 * et al. 1998), permeability by Argoubi & Shirazi-Adl (1996).
 *
 * The solver reads these curves from tables of cubics: they are C1, so the
 * solver's derivatives are those of the very law it solves.
 */
#include "disc/disc_internal.h"

#include <math.h>

// Stretches the tables span; equilibrium under 4 MPa and under -0.35 MPa
// lies inside for every tissue sp_disc_init accepts.
static const double table_low = 0.40, table_high = 1.60;

static const double MPa_per_Pa = 1e-6;

// charge per water: solid stays, so water's share is J - solid
static double charge_at(const struct disc_tissue *t, double J)
{
    return t->charge * (1 - t->solid) / (J - t->solid);
}

double disc_swelling_MPa(const struct disc_tissue *t, double J)
{
    const double c = charge_at(t, J), salt = 2 * t->salt;
    return MPa_per_Pa * t->osmotic * t->heat_J_mol *
           (sqrt(c * c + salt * salt) - salt);
}

static double swelling_slope(const struct disc_tissue *t, double J)
{
    const double c = charge_at(t, J), salt = 2 * t->salt;
    return -MPa_per_Pa * t->osmotic * t->heat_J_mol * c * c /
           (sqrt(c * c + salt * salt) * (J - t->solid));
}

double disc_matrix_MPa(const struct disc_tissue *t, double J)
{
    const double b = t->exponent, e = J * J - 1;
    return -t->matrix_MPa / 2 * e * pow(J, -(2 * b + 1)) * exp(b * e);
}

static double matrix_slope(const struct disc_tissue *t, double J)
{
    const double b = t->exponent, e = J * J - 1;
    const double shape = pow(J, -(2 * b + 1)) * exp(b * e);
    return -t->matrix_MPa / 2 * shape *
           (2 * J + e * (2 * b * J - (2 * b + 1) / J));
}

double disc_permeability(const struct disc_tissue *t, double J)
{
    const double open = (1 - t->solid / J) / (1 - t->solid);
    return t->permeability * open * open *
           exp(t->permeability_exponent * (J - 1));
}

double disc_stored_MPa(const struct disc_tissue *t, double J)
{
    const double b = t->exponent;
    const double matrix =
        t->matrix_MPa / (4 * b) * (exp(b * (J * J - 1)) * pow(J, -2 * b) - 1);
    // integral of the swelling pressure over x = J - solid
    const double c = t->charge * (1 - t->solid), s = 2 * t->salt;
    double swelling[2];
    const double at[2] = {1 - t->solid, J - t->solid};
    for (int i = 0; i < 2; i++) {
        const double x = at[i], root = sqrt(c * c + s * s * x * x);
        swelling[i] = root + c * log(x / (c + root)) - s * x;
    }
    return matrix - MPa_per_Pa * t->osmotic * t->heat_J_mol *
                        (swelling[1] - swelling[0]);
}

static double stress_curve(const void *of, double J, double *slope)
{
    const struct disc_tissue *t = of;
    *slope = swelling_slope(t, J) + matrix_slope(t, J);
    return disc_swelling_MPa(t, J) + disc_matrix_MPa(t, J);
}

static double resistance_curve(const void *of, double J, double *slope)
{
    const struct disc_tissue *t = of;
    const double rho = J / (2 * disc_permeability(t, J));
    // d ln rho / dJ, of J^3 (J - solid)^-2 exp(-M (J - 1))
    *slope = rho * (3 / J - 2 / (J - t->solid) - t->permeability_exponent);
    return rho;
}

static double matrix_curve(const void *of, double J, double *slope)
{
    const struct disc_tissue *t = of;
    *slope = matrix_slope(t, J);
    return disc_matrix_MPa(t, J);
}

// cubic on [0, 1] from values and slopes (per interval) at both ends
static void cubic(double out[4], double a, double da, double b, double db)
{
    out[0] = a;
    out[1] = da;
    out[2] = 3 * (b - a) - 2 * da - db;
    out[3] = 2 * (a - b) + da + db;
}

void disc_table_fill(struct sp_disc_table *table, double low, double high,
                     disc_curve *stress, disc_curve *resistance,
                     disc_curve *matrix, const void *of)
{
    disc_curve *const curve[3] = {stress, resistance, matrix};
    double(*const row[3])[4] = {table->stress, table->resistance,
                                table->matrix};
    const double h = (high - low) / SP_DISC_TABLE;
    table->low = low;
    table->per_unit = 1 / h;
    for (int k = 0; k < 3; k++) {
        double da, a = curve[k](of, low, &da);
        for (int i = 0; i < SP_DISC_TABLE; i++) {
            double db;
            const double b = curve[k](of, low + (i + 1) * h, &db);
            cubic(row[k][i], a, h * da, b, h * db);
            a = b;
            da = db;
        }
    }
}

bool disc_table_tissue(struct sp_disc_table *table,
                       const struct disc_tissue *tissue)
{
    disc_table_fill(table, table_low, table_high, stress_curve,
                    resistance_curve, matrix_curve, tissue);
    for (int i = 0; i <= SP_DISC_TABLE; i++) {
        double slope;
        const double s =
            stress_curve(tissue, table_low + i / table->per_unit, &slope);
        if (!isfinite(s) || !(slope < 0))
            return false;
    }
    return disc_table_stress(table, table_low) > DISC_STRESS_MAX &&
           disc_table_stress(table, table_high) < DISC_STRESS_MIN;
}

static double lookup(const struct sp_disc_table *table, const double (*row)[4],
                     double J)
{
    double x = (J - table->low) * table->per_unit;
    int i = (int)x;
    i = i < 0 ? 0 : i >= SP_DISC_TABLE ? SP_DISC_TABLE - 1 : i;
    x -= i;
    return ((row[i][3] * x + row[i][2]) * x + row[i][1]) * x + row[i][0];
}

double disc_table_stress(const struct sp_disc_table *table, double J)
{
    return lookup(table, (const double(*)[4])table->stress, J);
}

double disc_table_matrix(const struct sp_disc_table *table, double J)
{
    return lookup(table, (const double(*)[4])table->matrix, J);
}

double disc_table_rest(const struct sp_disc_table *table, double stress_MPa)
{
    double a = table->low, b = a + SP_DISC_TABLE / table->per_unit;
    // bisection: the stress falls strictly, and this is not on a hot path
    for (int i = 0; i < 60; i++) {
        const double mid = (a + b) / 2;
        if (disc_table_stress(table, mid) > stress_MPa)
            a = mid;
        else
            b = mid;
    }
    return (a + b) / 2;
}
