package health.authz.plantedhere.projection;

import org.springframework.web.bind.annotation.GetMapping;

/** Breaks the fence on purpose: a projection that answers HTTP. */
public class KnowsWeb {
    @GetMapping
    void answer() {}
}
