/** Holds the public language to its schemas, its goldens and its AsyncAPI document. */
@NullMarked
package health.authz.events.contract;

import org.jspecify.annotations.NullMarked;
