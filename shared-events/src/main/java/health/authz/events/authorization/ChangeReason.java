package health.authz.events.authorization;

/** Why a person changed an authorization; free text never enters an event. */
public enum ChangeReason {
    RENEWAL,
    PAYER_LETTER,
    CORRECTION,
    CONTRACT_CHANGE,
    OTHER
}
