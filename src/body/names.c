/*
 * Names of coordinates, segments and skin points, in the order of their
 * enums, and their left/right twins.
 */
#include "body/body_internal.h"

#include <string.h>

// clang-format off
static const char *const coord_names[] = {
    "root_x", "root_y", "root_z", "pelvis_pitch", "pelvis_list", "pelvis_turn",
    "lumbar_ext", "lumbar_bend", "lumbar_turn", "thoracic_ext",
    "thoracic_bend", "thoracic_turn", "cervical_ext", "cervical_bend",
    "cervical_turn", "hip_r_flex", "hip_r_add", "hip_r_rot", "knee_r_flex",
    "ankle_r_dors", "mtp_r_ext", "girdle_r_elev", "girdle_r_prot",
    "shoulder_r_flex", "shoulder_r_add", "shoulder_r_rot", "elbow_r_flex",
    "forearm_r_pron", "wrist_r_flex", "wrist_r_uln", "hip_l_flex", "hip_l_add",
    "hip_l_rot", "knee_l_flex", "ankle_l_dors", "mtp_l_ext", "girdle_l_elev",
    "girdle_l_prot", "shoulder_l_flex", "shoulder_l_add", "shoulder_l_rot",
    "elbow_l_flex", "forearm_l_pron", "wrist_l_flex", "wrist_l_uln",
};

static const char *const segment_names[] = {
    "pelvis", "lumbar5", "lumbar4", "lumbar3", "lumbar2", "lumbar1",
    "thoracic12", "thoracic11", "thoracic10", "thoracic9", "thoracic8",
    "thoracic7", "thoracic6", "thoracic5", "thoracic4", "thoracic3",
    "thoracic2", "thoracic1", "cerv7", "cerv6", "cerv5", "cerv4", "cerv3",
    "cerv2", "cerv1", "skull", "clavicle_r", "scapula_r", "humerus_r",
    "ulna_r", "radius_r", "hand_r", "femur_r", "patella_r", "tibia_r",
    "talus_r", "calcn_r", "toes_r", "clavicle_l", "scapula_l", "humerus_l",
    "ulna_l", "radius_l", "hand_l", "femur_l", "patella_l", "tibia_l",
    "talus_l", "calcn_l", "toes_l",
};

static const char *const point_names[] = {
    "sacrum", "pubis", "waist_back", "belly", "back_t5", "back_t8", "chest",
    "occiput", "forehead", "chin", "crown", "back_t3", "back_t11", "heel_r",
    "ball_r", "toe_r", "kneel_r", "kneecap_r", "ankle_out_r", "ankle_in_r",
    "shin_r", "calf_r", "thigh_front_r", "thigh_back_r", "knee_out_r",
    "knee_in_r", "instep_r", "trochanter_r", "sit_bone_r", "buttock_r",
    "scapula_back_r", "shoulder_tip_r", "upper_arm_back_r", "elbow_r",
    "forearm_under_r", "wrist_back_r", "palm_r", "hand_back_r",
    "heel_of_hand_r", "fingertip_r", "grip_r", "asis_r", "temple_r",
    "heel_back_r", "calf_low_r", "belly_side_r", "heel_l", "ball_l", "toe_l", "kneel_l",
    "kneecap_l", "ankle_out_l", "ankle_in_l", "shin_l", "calf_l",
    "thigh_front_l", "thigh_back_l", "knee_out_l", "knee_in_l", "instep_l",
    "trochanter_l", "sit_bone_l", "buttock_l", "scapula_back_l",
    "shoulder_tip_l", "upper_arm_back_l", "elbow_l", "forearm_under_l",
    "wrist_back_l", "palm_l", "hand_back_l", "heel_of_hand_l", "fingertip_l",
    "grip_l", "asis_l", "temple_l", "heel_back_l", "calf_low_l", "belly_side_l",
};
// clang-format on

#define COUNT(array) (sizeof(array) / sizeof *(array))
_Static_assert(COUNT(coord_names) == SP_COORDS, "one name per coordinate");
_Static_assert(COUNT(segment_names) == SP_SEGMENTS, "one name per segment");
_Static_assert(COUNT(point_names) == SP_POINTS, "one name per point");

const char *sp_coord_name(enum sp_coord coord)
{
    return (unsigned)coord < SP_COORDS ? coord_names[coord] : "unknown";
}

const char *sp_segment_name(enum sp_segment segment)
{
    return (unsigned)segment < SP_SEGMENTS ? segment_names[segment] : "unknown";
}

const char *sp_point_name(enum sp_point point)
{
    return (unsigned)point < SP_POINTS ? point_names[point] : "unknown";
}

static int find(const char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; name && i < count; i++)
        if (strcmp(names[i], name) == 0)
            return (int)i;
    return -1;
}

int sp_coord_find(const char *name)
{
    return find(coord_names, COUNT(coord_names), name);
}

int sp_segment_find(const char *name)
{
    return find(segment_names, COUNT(segment_names), name);
}

int sp_point_find(const char *name)
{
    return find(point_names, COUNT(point_names), name);
}

// The enums list right members as one block and the left ones as the next.
static int twin(int i, int first_right, int first_left)
{
    const int apart = first_left - first_right;
    if (i < first_right)
        return i;
    return i < first_left ? i + apart : i - apart;
}

enum sp_segment body_twin_segment(enum sp_segment segment)
{
    return (enum sp_segment)twin((int)segment, SP_CLAVICLE_R, SP_CLAVICLE_L);
}

enum sp_coord body_twin_coord(enum sp_coord coord)
{
    return (enum sp_coord)twin((int)coord, SP_HIP_R_FLEX, SP_HIP_L_FLEX);
}

enum sp_point body_twin_point(enum sp_point point)
{
    return (enum sp_point)twin((int)point, SP_POINT_HEEL_R, SP_POINT_HEEL_L);
}

int body_segment_side(enum sp_segment segment)
{
    return segment >= SP_CLAVICLE_L ? -1 : 1;
}
