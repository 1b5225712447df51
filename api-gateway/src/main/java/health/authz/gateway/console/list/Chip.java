package health.authz.gateway.console.list;

/** One filter that is on, and the address without it. */
public record Chip(String label, String value, String without) {}
