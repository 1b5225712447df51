package health.authz.gateway.signin;

import health.authz.gateway.WholeSeconds;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells a page how long its session lasts, without prolonging it, and prolongs it when the person says so. */
@RestController
class SessionController {
    static final String PATH = "/session";
    private final Idle idle;

    SessionController(Idle idle) {
        this.idle = idle;
    }

    @GetMapping(PATH)
    ResponseEntity<Map<String, Long>> left(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        // A page that hears 0 goes to the sign-in page, and would prolong a session that has a moment left.
        long seconds = session == null ? 0 : WholeSeconds.of(idle.left(session));
        return ResponseEntity.ok(Map.of("secondsLeft", seconds));
    }

    /** The filter has counted this request as a deed already. */
    @PostMapping(PATH + "/extend")
    ResponseEntity<Map<String, Long>> extend(HttpServletRequest request) {
        return left(request);
    }
}
