package health.authz.events.planted;

import tools.jackson.databind.JsonNode;

/** An event must not know the library that writes it. */
public record SpeaksJackson(JsonNode value) {}
