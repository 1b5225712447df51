package health.authz.acceptance.browser;

import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.acceptance.dsl.Stack;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.ElementNotInteractableException;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * Chromium as the distribution packages it, without a screen, before the stack that all tests share. Nothing is downloaded: the paths
 * of browser and driver are set ({@code -Dauthz.chromium}, {@code -Dauthz.chromedriver}).
 */
public final class Browser implements AutoCloseable {
    /** What a person sees or hears, but for ids and what is shown as code: {@code endDate}, {@code WOULD_CHANGE}, {@code patch}. */
    private static final String NAMES_OF_PROGRAMS = """
        const said = [];
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          if (!walker.currentNode.parentElement.closest('code, .mono, script, style, template')) {
            said.push(walker.currentNode.data);
          }
        }
        ['aria-label', 'title', 'placeholder', 'alt', 'data-label'].forEach(name =>
          document.querySelectorAll('[' + name + ']').forEach(each => said.push(each.getAttribute(name))));
        return said.join('\\n').match(/\\b[a-z]+[A-Z][A-Za-z]+\\b|\\b[A-Z]+(?:_[A-Z0-9]+)+\\b|\\bpatch\\b/g) || [];
        """;

    /** The two widths that every screen is looked at in. */
    public static final int WIDE = 1280;

    public static final int NARROW = 390;
    private static final int TALL = 900;
    private static final int SHORT = 420;
    private static final int WHOLE = 2_400;
    private static final int BLOCKED = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private final ChromeDriver driver;
    private final String gateway;
    private int width;

    private Browser(ChromeDriver driver, String gateway) {
        this.driver = driver;
        this.gateway = gateway;
    }

    public static Browser open() {
        return open(Map.of());
    }

    public static Browser withoutScripts() {
        return open(Map.of("profile.managed_default_content_settings.javascript", BLOCKED));
    }

    public static Browser withoutCookies() {
        return open(Map.of("profile.default_content_setting_values.cookies", BLOCKED));
    }

    /**
     * Before another gateway than the stack's, whose issuer is the stack's. The demo issuer's own page lets its form lead to its own
     * origin alone, as it has no other people; so its policy is not looked at here.
     */
    static Browser at(URI gateway) {
        Browser browser = open(Map.of(), gateway);
        browser.driver.executeCdpCommand("Page.setBypassCSP", Map.of("enabled", true));
        return browser;
    }

    private static Browser open(Map<String, Integer> preferences) {
        return open(preferences, Stack.running().gateway());
    }

    private static Browser open(Map<String, Integer> preferences, URI gateway) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(System.getProperty("authz.chromium", "/usr/bin/chromium"));
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--force-device-scale-factor=1",
                "--lang=en-US",
                "--hide-scrollbars");
        options.setExperimentalOption("prefs", preferences);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(Path.of(System.getProperty("authz.chromedriver", "/usr/bin/chromedriver"))
                        .toFile())
                .build();
        ChromeDriver driver = new ChromeDriver(service, options);
        driver.manage().timeouts().scriptTimeout(Duration.ofMinutes(3));
        Browser browser = new Browser(driver, gateway.toString().replaceAll("/$", ""));
        return browser.prefers("light").wide(WIDE);
    }

    private Browser prefers(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        return this;
    }

    /** So many pixels wide, as on a desk or on a phone. */
    public Browser wide(int pixels) {
        width = pixels;
        tall(TALL);
        driver.manage().window().setSize(new Dimension(Math.max(pixels, 500), TALL));
        return this;
    }

    private void tall(int pixels) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", pixels, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Signs in by one click on the demo issuer's page. */
    public Browser signIn(String login) {
        driver.get(gateway + "/");
        until(By.cssSelector("button[value='" + login + "']")).click();
        until(By.cssSelector("header.top"));
        return this;
    }

    public Browser go(String path) {
        driver.get(gateway + path);
        return this;
    }

    public Browser back() {
        driver.navigate().back();
        return this;
    }

    public Browser reload() {
        driver.navigate().refresh();
        return this;
    }

    /** Path and query of the page. */
    public String address() {
        return Objects.requireNonNull(driver.getCurrentUrl()).substring(gateway.length());
    }

    public Browser awaitAddress(String pattern) {
        patience()
                .withMessage(() -> "the address " + pattern + " instead of " + address())
                .until(d -> address().matches(pattern));
        return this;
    }

    /** Clicks the link or button that says this, wholly or in its beginning; a sign before its words does not count. */
    public Browser click(String words) {
        String says = "starts-with(normalize-space(.), " + quoted(words) + ")";
        return clickOn(By.xpath("//*[self::main or self::header]//*[self::a or self::button][" + says + " or .//strong["
                + says + "]]"));
    }

    /** One that a swap takes away between the look and the click is looked for again. */
    private Browser clickOn(By what) {
        return on(what, found -> {
            scrollTo(found);
            found.click();
        });
    }

    private Browser on(By what, Consumer<WebElement> deed) {
        until(what);
        new WebDriverWait(driver, PATIENCE)
                .ignoring(StaleElementReferenceException.class, ElementNotInteractableException.class)
                .until(d -> {
                    deed.accept(d.findElement(what));
                    return true;
                });
        return this;
    }

    /** Looks at a page that loads itself again meanwhile: a look that a load interrupts begins anew. */
    public Browser betweenReloads(Consumer<Browser> look) {
        patience().until(d -> {
            look.accept(this);
            return true;
        });
        return this;
    }

    /** Loads the page again and again until it says this: what is done is listed a moment later. */
    public Browser reloadUntil(String words) {
        eventually(() -> {
            reload();
            assertThat(text()).contains(words);
        });
        return this;
    }

    public Browser clickTwice(String words) {
        WebElement found = until(By.xpath("//main//button[starts-with(normalize-space(.), " + quoted(words) + ")]"));
        scrollTo(found);
        new Actions(driver).doubleClick(found).perform();
        return this;
    }

    /** As if the session had ended: the cookie is gone, the page still stands. */
    public Browser forgetSession() {
        driver.manage().deleteAllCookies();
        return this;
    }

    public Browser fill(String id, String value) {
        return on(By.id(id), field -> {
            if ("date".equals(field.getDomAttribute("type"))) {
                script(
                        "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('change', {bubbles:"
                                + " true}))",
                        field,
                        value);
            } else {
                field.clear();
                field.sendKeys(value);
            }
        });
    }

    /** Key by key, as a person does who came by Tab, into whatever stands there. */
    public Browser type(String id, CharSequence keys) {
        script("const field = document.getElementById(arguments[0]); field.blur(); field.focus()", id);
        keys.chars().forEach(key -> press(Character.toString(key)));
        return this;
    }

    public Browser choose(String id, String visible) {
        return on(By.id(id), field -> new Select(field).selectByVisibleText(visible));
    }

    public Browser tick(String css) {
        return clickOn(By.cssSelector(css));
    }

    /** Keys go wherever the focus is, as a person's do. */
    public Browser press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
        return this;
    }

    /** To the next thing that takes the focus, or to the one before. */
    public Browser tab(boolean forward) {
        Actions keys = new Actions(driver);
        (forward
                        ? keys.sendKeys(Keys.TAB)
                        : keys.keyDown(Keys.SHIFT).sendKeys(Keys.TAB).keyUp(Keys.SHIFT))
                .perform();
        return this;
    }

    /** Goes on by Tab until the thing of this selector has the focus. */
    public Browser tabTo(String css) {
        for (int i = 0; i < 150; i++) {
            if (Boolean.TRUE.equals(script("return document.activeElement.matches(arguments[0])", css))) {
                return this;
            }
            press(Keys.TAB);
        }
        throw new AssertionError("Tab never reaches " + css + " on " + address());
    }

    /** What the page says, as one text. */
    public String text() {
        return patience().until(d -> d.findElement(By.tagName("main")).getText());
    }

    public Browser awaitText(String words) {
        return awaitText(words, PATIENCE);
    }

    public Browser awaitText(String words, Duration atMost) {
        patience(atMost)
                .withMessage(() -> "the page says \"" + words + "\" at " + address() + ":\n" + text())
                .until(ExpectedConditions.textToBePresentInElementLocated(By.tagName("main"), words));
        return this;
    }

    public String textOf(String css) {
        return patience().until(d -> ExpectedConditions.visibilityOfElementLocated(By.cssSelector(css))
                .apply(d)
                .getText());
    }

    /** What stands in a field. */
    public String valueOf(String id) {
        return Objects.requireNonNull(until(By.id(id)).getDomProperty("value"));
    }

    public Browser awaitGone(String css) {
        patience()
                .withMessage(() -> css + " is gone from " + address())
                .until(ExpectedConditions.invisibilityOfElementLocated(By.cssSelector(css)));
        return this;
    }

    /** Every text that a place of the page shows from now on, whichever way the page is renewed, until it is left. */
    public Browser record(String css) {
        script("window.recorded = [];"
                + "const look = () => { const place = document.querySelector(arguments0);"
                        .replace("arguments0", "'" + css + "'")
                + "  if (place && window.recorded.at(-1) !== place.innerText) { window.recorded.push(place.innerText);"
                + " } };new MutationObserver(look).observe(document.body, {subtree: true, childList: true,"
                + " characterData: true, attributes: true}); look();");
        return this;
    }

    public List<String> recorded() {
        return ((List<?>) Objects.requireNonNull(script("return window.recorded")))
                .stream().map(String::valueOf).toList();
    }

    public boolean has(String css) {
        return !driver.findElements(By.cssSelector(css)).isEmpty();
    }

    public Browser awaitElement(String css) {
        until(By.cssSelector(css));
        return this;
    }

    public String newTab() {
        driver.switchTo().newWindow(org.openqa.selenium.WindowType.TAB);
        wide(width);
        return driver.getWindowHandle();
    }

    public String tab() {
        return driver.getWindowHandle();
    }

    public Browser toTab(String tab) {
        driver.switchTo().window(tab);
        return this;
    }

    /**
     * Fails on what axe-core finds serious or critical, in light and in dark, on what hangs out of the page, and on names that only
     * programs send.
     */
    public Browser accessible() {
        script(axe());
        axe("light", "{resultTypes: ['violations']}");
        prefers("dark");
        axe("dark", "{resultTypes: ['violations'], runOnly: ['color-contrast']}");
        prefers("light");
        assertThat(script("return document.documentElement.scrollWidth <= window.innerWidth"))
                .as("nothing hangs out of the page at " + width + " pixels on " + address())
                .isEqualTo(true);
        assertThat((List<?>) script(NAMES_OF_PROGRAMS))
                .as("names of programs, shown or read aloud on " + address())
                .isEmpty();
        return this;
    }

    private void axe(String scheme, String options) {
        Object found = driver.executeAsyncScript("const done = arguments[arguments.length - 1];"
                + "axe.run(document, " + options + ").then(r => done(r.violations"
                + ".filter(v => v.impact === 'serious' || v.impact === 'critical')"
                + ".map(v => v.id + ': ' + v.help + ' ' + v.nodes.slice(0, 3).map(n => n.html).join(' | '))));");
        assertThat((List<?>) found)
                .as("serious findings, " + scheme + ", on " + address())
                .isEmpty();
    }

    /** Bytes of our own that the page loaded beside itself. */
    public long bytesLoaded() {
        return ((Number) Objects.requireNonNull(script("return performance.getEntriesByType('resource')"
                        + ".filter(e => new URL(e.name).origin === location.origin)"
                        + ".reduce((sum, e) => sum + (e.decodedBodySize || 0), 0)")))
                .longValue();
    }

    /** Keeps a picture of what the screen shows as {@code name-width.png}; without what is empty below a short page. */
    public Browser picture(String name) {
        return picture(name, TALL);
    }

    /** As {@link #picture}, of the page down to its end. */
    public Browser wholePicture(String name) {
        return picture(name, WHOLE);
    }

    private Browser picture(String name, int tallest) {
        long page = ((Number) Objects.requireNonNull(script("scrollTo(0, 0); return"
                        + " Math.ceil(document.querySelector('main').getBoundingClientRect().bottom)")))
                .longValue();
        tall(Math.clamp(page, SHORT, tallest));
        try {
            Path folder = Path.of(System.getProperty("authz.screens", "target/screens"));
            Files.createDirectories(folder);
            Files.write(folder.resolve(name + "-" + width + ".png"), driver.getScreenshotAs(OutputType.BYTES));
            tall(TALL);
            return this;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** As {@link #picture}, in dark. */
    public Browser darkPicture(String name) {
        return prefers("dark").picture(name).prefers("light");
    }

    public @org.jspecify.annotations.Nullable Object script(String code, Object... arguments) {
        return ((JavascriptExecutor) driver).executeScript(code, arguments);
    }

    private void scrollTo(WebElement element) {
        script("arguments[0].scrollIntoView({block: 'center'})", element);
    }

    private WebElement until(By what) {
        return patience().until(ExpectedConditions.visibilityOfElementLocated(what));
    }

    private WebDriverWait patience() {
        return patience(PATIENCE);
    }

    private WebDriverWait patience(Duration atMost) {
        WebDriverWait wait = new WebDriverWait(driver, atMost, Duration.ofMillis(100));
        // an element that a swap or the next page has just taken away is looked for again
        wait.ignoring(WebDriverException.class);
        return wait;
    }

    private static String quoted(String words) {
        return words.contains("'") ? "\"" + words + "\"" : "'" + words + "'";
    }

    private static String axe() {
        try (InputStream script = Objects.requireNonNull(Browser.class.getResourceAsStream("/axe.min.js"))) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
