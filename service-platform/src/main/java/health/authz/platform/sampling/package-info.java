/** Figures that a store must be asked for, asked beside the scrape. */
@NullMarked
package health.authz.platform.sampling;

import org.jspecify.annotations.NullMarked;
