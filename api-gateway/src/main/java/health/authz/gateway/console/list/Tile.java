package health.authz.gateway.console.list;

/** A count that filters when it is clicked. */
public record Tile(String label, long count, String address, boolean on) {}
