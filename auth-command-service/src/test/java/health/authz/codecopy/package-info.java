/** Copies of codes, groups and settings, from a real broker. */
@NullMarked
package health.authz.codecopy;

import org.jspecify.annotations.NullMarked;
