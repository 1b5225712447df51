package health.authz.stack;

/** Another JVM that would like a port; ends with 0 if it was given it. */
final class TakesPort {
    private TakesPort() {}

    public static void main(String[] arguments) {
        System.exit(Ports.isOurs(Integer.parseInt(arguments[0])) ? 0 : 1);
    }
}
