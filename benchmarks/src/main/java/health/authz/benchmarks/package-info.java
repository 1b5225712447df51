/** How fast the system is, each figure beside the raw floor of the same run on the same machine. */
@NullMarked
package health.authz.benchmarks;

import org.jspecify.annotations.NullMarked;
