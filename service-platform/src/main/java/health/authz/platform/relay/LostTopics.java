package health.authz.platform.relay;

/** Kafka does not hold any more what it acknowledged; sending on would only tell the rest. */
class LostTopics extends RuntimeException {
    LostTopics(String what) {
        super(what + "; tell everything again with ./run republish or POST /internal/republish");
    }
}
