/** Reads that are not older than a change: waits until the list has what a token stands for. */
@NullMarked
package health.authz.consistency;

import org.jspecify.annotations.NullMarked;
