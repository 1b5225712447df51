@NullMarked
package health.authz.command;

import org.jspecify.annotations.NullMarked;
