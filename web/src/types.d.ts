/* What the server says and takes; mirrors the OpenAPI document. */

export type Triage = 'go_on' | 'see_first' | 'same_day' | 'emergency';
export type Action = 'ok' | 'reduce' | 'ask' | 'block';

export interface ReliefPart { mm: number; low: number; high: number; left_mm: number; left_low: number; left_high: number }
export interface Relief {
  regions: { neck: ReliefPart; thoracic: ReliefPart; lumbar: ReliefPart } | null; text: string; short: string;
}

export interface Item {
  exercise: string; name: string; variant?: string | null; variant_name?: string | null;
  region: string[]; hold_s: number; reps: number; duration_s: number; rest_s: number;
  sides: string; minutes: number; reduced: boolean; why: string; picture: string;
  done?: boolean; skipped?: boolean; blocked?: boolean; relief?: Relief | null;
}

export interface Answer {
  triage: Triage; text: string; what?: string;
  emergency_number?: string | null; because?: string[];
}

export interface WeekDay {
  date: string; weekday: string; minutes: number; done: boolean; rest: boolean;
  planned: number | boolean; // minutes
}

export interface Today {
  date: string; weekday: string; greeting: string; screened: boolean; triage: Triage | null;
  blocked: Answer | null; need: null | 'screen' | 'profile' | 'rescreen';
  items: Item[]; minutes: number; gives: string; why: string; week: WeekDay[];
  last: { text: string } | null; session: SessionState | null;
  goal: { done_days: number; wanted_days: number }; pain_asked_today: boolean;
  morning: { ask: boolean; until: string | null; waits: string[]; text: string } | null;
}

export interface Reminder { on: boolean; every_min: number; from: string; to: string }

export interface Profile {
  set: boolean; name: string; height_m: number | null; mass_kg: number | null; age_y: number | null;
  birth_year?: number | null;
  sex: string | null; language?: string; units: string; regions: string[]; condition: string | null;
  equipment: string[]; minutes: number[]; level: string; inversion_wanted: boolean;
  hang_often: boolean; weekly_goal: number; reminder: Reminder | null; country: string | null; muted?: boolean;
  voice?: string; pace?: number; wording?: string; build?: string; tone?: string; gets_up_at?: string;
}

export interface Question { id: string; text: string; group: string; clearable: boolean; help?: string | null }
export interface Condition { id: string; label: string }
export interface Source { id: string; name: string; title: string | null }
export interface ModalityAnswer { action: Action; why: string; source: string[]; name?: string }
export interface ScreenResult extends Answer {
  day: string; modalities: Record<string, ModalityAnswer>; conditions: string[]; expires: string | null; what?: string;
}
export interface ScreenForm {
  questions: Question[]; conditions: Condition[]; preface?: string; quick: { field: string; text: string }[];
}
export interface Screen {
  form: ScreenForm; current: ScreenResult | null; due: boolean; reason: string | null;
  wait: { visit: boolean; time: boolean; until: number }; emergency_number: string | null;
}

export interface Clearance {
  id: number; modality?: string | null; question?: string | null; date: string; role: string;
  note?: string | null; holds?: boolean;
}

export interface PlanDay { date: string; weekday: string; items: Item[]; minutes: number; done: boolean }
export interface Plan { from: string; days: PlanDay[]; left_out: { exercise: string; name: string; why: string }[]; note: string }

export interface Dose {
  hold_s: number; reps: number; duration_s: number; rest_s: number;
  said: { source: string; name: string; text: string }[]; ours?: string | null;
}
export interface LibraryEntry {
  id: string; name: string; summary: string; category: string; level: string; playable: string;
  regions: string[]; equipment: string[]; sides: string; dose: Dose;
  allowed: { action: Action; why: string | null };
  evidence: { grade: string; text: string }; picture: string | null; relief?: Relief | null;
}
export interface Library {
  exercises: LibraryEntry[]; equipment: { id: string; name: string }[]; regions: { id: string; name: string }[];
}
export interface Step { phase: string; say: string; show?: string | null; breath?: string | null; only?: string | null }
export interface LibraryDetail extends LibraryEntry {
  aliases?: string[]; steps: Step[]; variants: { id: string; name: string; note?: string | null; default?: boolean; allowed?: { action: Action; why: string | null } }[];
  feel?: string[]; cautions: string[]; faults: string[]; stop: string[]; benefit?: string; inferred?: string | null;
  sources: Source[];
  easier: { exercise?: string | null; name?: string | null; note?: string | null } | string | null;
  harder: { exercise?: string | null; name?: string | null; note?: string | null } | string | null;
  keyframes: string[]; camera: [number, number] | { azimuth_deg: number; elevation_deg: number } | null;
}

export interface LessonHead { id: string; title: string; summary: string; minutes: number }
export interface Lesson {
  id: string; title: string; html: string;
  covers: { id: string; title: string; says: string; ours: string; sources: Source[] }[];
}

export interface SessionState {
  id: number; phase: 'idle' | 'running' | 'paused' | 'resuming' | 'stopped' | 'done' | 'waiting';
  revision: number; now_ms: number; position_ms: number; started_at_ms: number; resume_at_ms: number;
  length_ms: number; muted: boolean; cue: number; items: Item[];
  stop_reason: string | null; answer: { triage: Triage | null; text: string } | null;
}

export interface Cue {
  index: number; start_ms: number; length_ms: number; kind: string; item: number;
  side: 'right' | 'left' | null; rep: number; reps: number; say: string | null; spoken: string | null; caption: string;
  breath: 'in' | 'out' | null; chime: number | boolean | null;
  figure: { exercise: string; side: string | null; from_s: number; to_s: number } | null;
  audio: string | null;
  pull: { from_N: number; to_N: number; release: boolean; wait: boolean } | null;
}
export interface Timeline { length_ms: number; pace: number; language: string; cues: Cue[] }

export interface Progress {
  weeks: { week: string; minutes: number; sessions: number; wanted: number; pain: { n: number; mean: number } | null; gap: boolean }[];
  pain: { day: string; value: number; when?: string | null }[];
  peg: ScoreEntry[]; psfs: ScoreEntry[];
  sessions: SessionEntry[]; notes: string[];
  change: { measure: string | null; text: string } | null;
}
export interface ScoreEntry { id?: number; day: string; score?: number; value?: number; values?: number[]; activities?: string[] }
export interface SessionEntry {
  id: number; day: string; minutes: number; state: string; items: number | unknown[]; skipped: number | unknown[];
  stopped: boolean | number | string | null; pain_before: number | null; pain_after: number | null;
}

export interface Posture {
  id: string; name: string; resting: boolean; keyframe: string; one_sided: boolean; carried_kg: number;
  keyframes: { name: string; title: string; picture: string; tilt_deg: number; tilt: boolean; carry: boolean; pull: boolean }[];
}
export interface Ranged { mm: number; low_mm: number; high_mm: number }
export interface DayRow { day?: string; from: string; to: string; what: string; load?: number; name?: string; ratio?: number }
export interface DayChange { id: string; title: string; at: string; gain: Ranged; bed: string; bed_gain: Ranged; rows: DayRow[]; curve: number[] }
export interface DayAnswer {
  range_mm: number; range: Ranged | null; days: number; settled: number; drawn?: boolean; rows: DayRow[];
  choices?: { what: string; name: string; group: 'activity' | 'posture'; ratio: number | null }[];
  samples: { day?: string; time: string; stature_mm: number; neck_mm: number; thoracic_mm: number; lumbar_mm: number }[];
  discs: { levels: string[]; times: string[]; height_mm: number[][]; pressure_MPa: number[][] };
  changes: { note: string; list: DayChange[] } | null;
}
export interface NightShare { disc: string; ratio: number; low: number; high: number }
export interface NightBed {
  bed: 'soft' | 'medium' | 'firm'; name: string; held: boolean; note: string; low_back?: NightShare; neck?: NightShare;
  pressure?: { MPa: number; low_MPa: number; high_MPa: number }; regained?: Ranged; lumbar?: Ranged;
}
export interface Night {
  bed: string; rise: string; hours: number; text: string;
  positions: { id: string; name: string; pillow: string; says: string; picture: string; beds: NightBed[] }[];
  routine: { lesson: string; open: boolean; note: string; minutes: number; items: Item[]; left_out: { exercise: string; why: string }[] };
}
export interface StatureLost { morning: string; evening: string; lost: Ranged }
export interface StatureAnswer {
  entries: { id: number; day: string; height_mm: number; when?: string; at?: string }[];
  days: { day: string; morning_mm: number | null; evening_mm: number | null; lost_mm: number | null; model: StatureLost | null }[];
  model: StatureLost; drawn: boolean; method: string[];
}
export interface DiscLoad {
  name: string; compression_N: number; shear_N: number; pressure_MPa: number; low_N: number; high_N: number;
  low_MPa: number; high_MPa: number; standing_N: number; ratio: number; ratio_low: number; ratio_high: number;
}
/** Loads on the way through a movement; a row is null where it cannot be held. */
export interface Along {
  exercise: string; levels: string[]; times_s: number[]; ratio: ((number | null)[] | null)[]; length_s: number;
  keyframes: Record<string, number>; range: { disc: string; keyframe: string; ratio: number; low: number; high: number } | null;
}
/** Every exercise's main position, neck first. */
export interface Loads { levels: string[]; exercises: Record<string, (number | null)[] | null>; }
export interface Protocol {
  id: string; name: string; kind: 'hang' | 'inversion' | 'traction' | 'partner'; own: boolean;
  summary: string | null; ours: string | null; sources: Source[];
  mode?: string; level?: string; table?: string; force_N?: number; share?: number; hold_s?: number; rest_s?: number; rest_share?: number;
  ramp_s?: number; release_s?: number; minutes?: number; steps?: number; reps?: number; hip_deg?: number; pull_deg?: number; friction?: number; angle_deg?: number;
}
export interface Gain { mm: number; low_mm: number; high_mm: number }
export interface Design {
  protocol: Protocol; allowed: boolean; why: string | null; top_N: number; net_N: number; length_s: number; impulse_Ns: number; hip_deg: number;
  limits: { force_N: number | null; minutes: number | null; hold_s: number | null; total_s: number | null; angle_deg: number | null; reps: number; per_week: number; step: number; text: string };
  curve: { phase: string; start_s: number; length_s: number; from_N: number; to_N: number; net_from_N: number; net_to_N: number; cycle: number }[];
  discs: { name: string; ratio: number; ratio_rest: number; mm: number | null; low_mm: number; high_mm: number }[];
  heights: { times_s: number[]; mm: number[][]; lumbar: Gain; lumbar_later: Gain } | null;
  note: string; text: string; basis: string; levels: { level: string; hip_low_deg: number; hip_high_deg: number }[];
  ahead: { session: number; text: string }[];
  overlay: { seconds: number[]; newtons: number[]; most_N: number; text: string } | null;
}
export interface Load {
  scene: string; name: string; keyframe: string; side: string; verdict: string; note: string; discs: DiscLoad[];
  used: { tilt_deg: number; carry_kg: number; pull_N: number; split: boolean }; ms: number;
}
export interface Validation {
  load: {
    summary: { pearson: number; median_error: number; worst_error: number; worst_row: string; rows: number; fitted: number };
    rows: { name: string; measured_MPa: number; predicted_MPa: number; low_MPa: number; high_MPa: number }[];
  };
}
