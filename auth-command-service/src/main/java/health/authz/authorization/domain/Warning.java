package health.authz.authorization.domain;

import java.util.List;

/** Something that a person should know although the row is accepted; {@code type} as it stands on the wire. */
public record Warning(String type) {
    public static final Warning NOT_PRIMARY_PAYER = new Warning("NOT_PRIMARY_PAYER");
    public static final Warning IGNORED_ON_UNMANAGED = new Warning("IGNORED_ON_UNMANAGED");
    public static final Warning ENDS_IN_THE_PAST = new Warning("ENDS_IN_THE_PAST");
    public static final Warning WINDOW_OVER_A_YEAR = new Warning("WINDOW_OVER_A_YEAR");
    public static final Warning STARTS_OVER_A_YEAR_AHEAD = new Warning("STARTS_OVER_A_YEAR_AHEAD");
    public static final Warning NOTHING_REMAINING = new Warning("NOTHING_REMAINING");
    public static final Warning ALERT_LEVEL_NOT_BELOW_ALLOTTED = new Warning("ALERT_LEVEL_NOT_BELOW_ALLOTTED");
    public static final Warning ALERT_DAYS_OVER_WINDOW = new Warning("ALERT_DAYS_OVER_WINDOW");
    public static final Warning NOTES_OUTSIDE_WINDOW = new Warning("NOTES_OUTSIDE_WINDOW");
    public static final Warning REACTIVATES_EXPIRED = new Warning("REACTIVATES_EXPIRED");
    public static final Warning ALLOTTED_BELOW_USED = new Warning("ALLOTTED_BELOW_USED");
    public static final Warning NUMBER_REPLACED = new Warning("NUMBER_REPLACED");
    public static final Warning NUMBER_REPLACED_AFTER_USE = new Warning("NUMBER_REPLACED_AFTER_USE");
    public static final Warning NUMBER_LOOKS_DAMAGED = new Warning("NUMBER_LOOKS_DAMAGED");
    public static final Warning NAME_DIFFERS = new Warning("NAME_DIFFERS");
    public static final Warning OVERLAPS_EXISTING = new Warning("OVERLAPS_EXISTING");
    public static final Warning ENDS_PREVIOUS = new Warning("ENDS_PREVIOUS");
    public static final Warning ENDS_AN_OPEN_ONE = new Warning("ENDS_AN_OPEN_ONE");
    public static final Warning LOW_UNITS_AT_ONCE = new Warning("LOW_UNITS_AT_ONCE");
    public static final Warning EXPIRING_AT_ONCE = new Warning("EXPIRING_AT_ONCE");

    /** Every warning that a row can carry. */
    public static final List<Warning> OF_ROWS = List.of(
            NOT_PRIMARY_PAYER,
            IGNORED_ON_UNMANAGED,
            ENDS_IN_THE_PAST,
            WINDOW_OVER_A_YEAR,
            STARTS_OVER_A_YEAR_AHEAD,
            NOTHING_REMAINING,
            ALERT_LEVEL_NOT_BELOW_ALLOTTED,
            ALERT_DAYS_OVER_WINDOW,
            NOTES_OUTSIDE_WINDOW,
            REACTIVATES_EXPIRED,
            ALLOTTED_BELOW_USED,
            NUMBER_REPLACED,
            NUMBER_REPLACED_AFTER_USE,
            NUMBER_LOOKS_DAMAGED,
            NAME_DIFFERS,
            OVERLAPS_EXISTING,
            ENDS_PREVIOUS,
            ENDS_AN_OPEN_ONE,
            LOW_UNITS_AT_ONCE,
            EXPIRING_AT_ONCE);

    /** Those that are said of a row even where nothing on it changes. */
    public static final List<Warning> OF_UNCHANGED = List.of(ENDS_AN_OPEN_ONE);
}
