package health.authz.platform.logging;

import ch.qos.logback.classic.spi.IThrowableProxy;
import org.springframework.boot.logging.logback.ExtendedWhitespaceThrowableProxyConverter;

/**
 * Stack traces without the texts of those who repeat what they were given: a driver tells the row that a table refused, a parser the
 * value that it could not read, and either may be a name or a birth date. Their class, the place, the SQLSTATE and the names of table
 * and constraint stay.
 */
public final class QuietThrowables extends ExtendedWhitespaceThrowableProxyConverter {
    @Override
    protected String throwableProxyToString(IThrowableProxy thrown) {
        return super.throwableProxyToString(new QuietThrowable(thrown));
    }
}
