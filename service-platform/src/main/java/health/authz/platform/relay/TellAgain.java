package health.authz.platform.relay;

/** Has everything that a service holds told again; a service that tells more than its events declares a bean of this. */
@FunctionalInterface
public interface TellAgain {
    void everything();
}
