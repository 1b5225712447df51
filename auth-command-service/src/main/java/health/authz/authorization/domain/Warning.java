package health.authz.authorization.domain;

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
}
