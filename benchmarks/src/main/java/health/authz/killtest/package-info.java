/** Kills processes in the middle of bulk operations and counts what was lost or doubled. */
@org.jspecify.annotations.NullMarked
package health.authz.killtest;
