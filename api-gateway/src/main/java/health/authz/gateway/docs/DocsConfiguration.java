package health.authz.gateway.docs;

import health.authz.gateway.PublicMethods;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.util.DigestUtils;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Serves the API document, to anybody: it holds nothing of any organisation. Its pages are made once, at start. */
@Configuration(proxyBeanMethods = false)
class DocsConfiguration {
    private static final MediaType YAML = MediaType.parseMediaType("application/yaml;charset=UTF-8");
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    /** One file as it is sent. */
    private record Sent(MediaType type, byte[] bytes, String etag) {
        static Sent of(MediaType type, String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return new Sent(type, bytes, "\"" + DigestUtils.md5DigestAsHex(bytes) + "\"");
        }

        ServerResponse answer(ServerRequest request) {
            return request.checkNotModified(etag).orElseGet(() -> ServerResponse.ok()
                    .contentType(type)
                    .contentLength(bytes.length)
                    .eTag(etag)
                    .cacheControl(CacheControl.maxAge(Duration.ZERO).mustRevalidate())
                    .build((sending, response) -> {
                        response.getOutputStream().write(bytes);
                        return null;
                    }));
        }
    }

    @Bean
    ApiDocument apiDocument() {
        return ApiDocument.fromClasspath();
    }

    /** What the document says of each path, for who asks with another method. */
    @Bean
    PublicMethods publicMethods(ApiDocument document) {
        return new PublicMethods(document.methodsByPath());
    }

    @Bean
    @Order(2)
    RouterFunction<ServerResponse> docs(ApiDocument document) {
        Map<String, Sent> files = new LinkedHashMap<>();
        DocsPages.of(document)
                .forEach((address, page) ->
                        files.put(address.isEmpty() ? "/docs" : "/docs/" + address, Sent.of(HTML, page)));
        files.put("/docs/openapi.yaml", Sent.of(YAML, document.yaml()));
        files.put("/docs/openapi.json", Sent.of(MediaType.APPLICATION_JSON, document.json()));
        files.put("/docs/docs.css", Sent.of(MediaType.parseMediaType("text/css;charset=UTF-8"), file("docs.css")));
        files.put("/docs/docs.js", Sent.of(MediaType.parseMediaType("text/javascript;charset=UTF-8"), file("docs.js")));
        RouterFunctions.Builder routes = RouterFunctions.route();
        files.forEach((path, sent) -> routes.GET(path, sent::answer));
        return routes.build();
    }

    private static String file(String name) {
        try {
            return new ClassPathResource("docs/" + name).getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}
