package dev.daybreak.orchestration.run;

/** How far a run is with one asset. */
enum NodeState {
    /** The run is not done yet with what it reads. */
    WAITING,
    /** What is to be done about it can be found out. */
    TO_PLAN,
    /** Its steps are there. */
    PLANNED,
    /** All its steps have ended. */
    FINISHED,
    /** The run was cancelled before its steps were known. */
    DROPPED
}
