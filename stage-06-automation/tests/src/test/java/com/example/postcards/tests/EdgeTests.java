package com.example.postcards.tests;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.example.contract.Answer;
import com.example.contract.Postcards;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.junit.Evidence;
import com.example.lab.junit.Stage;
import com.example.postcards.tests.PhotoReads.Seen;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

import static org.assertj.core.api.Assertions.assertThat;

/** Photos and static files come from the edge, and pass no server. */
@Stage
class EdgeTests {

	private static final String PAGE = "index.html";

	/** How long the edge keeps the page. */
	private static final String MINUTE = "max-age=60";

	/** The same for this test: a cache takes its times from the files. */
	private static final int SECONDS = 3;

	private static final String YEAR = "max-age=31536000, immutable";

	private static final Pattern STYLES = Pattern.compile("styles\\.[0-9a-f]+\\.css");

	private static final String NEW_STYLES = "styles.0123abcd.css";

	private final LocalCloud cloud;

	EdgeTests(LocalCloud cloud) {
		this.cloud = cloud;
	}

	// tag::photos[]
	@Test
	void photosPassNoServerAndOneReadInAHundredReachesTheOrigin() throws IOException {
		Seen seen = PhotoReads.of(this.cloud);
		Evidence.keep("photos", seen);
		assertThat(seen.failed()).isZero();
		assertThat(seen.originRequests()).isPositive().isLessThanOrEqualTo(PhotoReads.READS / 100);
		assertThat(seen.serverRequests()).isZero();
		assertThat(seen.serverBytes()).isZero();
	}
	// end::photos[]

	// tag::files[]
	@Test
	void aChangedFileIsThereAtOnceUnderANewNameAndThePageThatNamesItWithinItsTtl() throws Exception {
		Postcards visitor = new Postcards(this.cloud.url());
		ResponseBytes<GetObjectResponse> page = read(PAGE);
		Matcher found = STYLES.matcher(page.asUtf8String());
		assertThat(found.find()).isTrue();
		String styles = found.group();
		assertThat(page.response().cacheControl()).isEqualTo(MINUTE);
		assertThat(read(styles).response().cacheControl()).isEqualTo(YEAR);
		try {
			deploy(PAGE, page.asUtf8String(), "max-age=" + SECONDS);
			this.cloud.drill("Edge", "purge", "");
			String before = visitor.send("GET", "/").expect(200).text();
			assertThat(before).contains(styles);

			deploy(NEW_STYLES, "/* new */", YEAR);
			deploy(PAGE, before.replace(styles, NEW_STYLES), "max-age=" + SECONDS);
			long deployed = System.nanoTime();
			Answer file = visitor.send("GET", "/" + NEW_STYLES).expect(200);
			AtomicLong stale = new AtomicLong(deployed);
			Awaitility.await().pollDelay(Duration.ZERO).until(() -> {
				long sent = System.nanoTime();
				boolean isNew = visitor.send("GET", "/").expect(200).text().contains(NEW_STYLES);
				stale.set(isNew ? stale.get() : sent);
				return isNew;
			});

			long millis = TimeUnit.NANOSECONDS.toMillis(stale.get() - deployed);
			Evidence.keep("static-files",
					Map.of("newFileStatus", file.status(), "ttlSeconds", SECONDS, "pageStaleMillis", millis));
			assertThat(file.text()).isEqualTo("/* new */");
			assertThat(millis).isLessThanOrEqualTo(TimeUnit.SECONDS.toMillis(SECONDS));
			// Pages that are open in browsers still load it.
			assertThat(visitor.send("GET", "/" + styles).status()).isEqualTo(200);
		}
		finally {
			deploy(PAGE, page.asUtf8String(), MINUTE);
			this.cloud.drill("Edge", "purge", "");
		}
	}
	// end::files[]

	private ResponseBytes<GetObjectResponse> read(String file) {
		return s3().getObjectAsBytes((request) -> request.bucket(bucket()).key(file));
	}

	private void deploy(String file, String content, String cacheControl) {
		s3().putObject((request) -> request.bucket(bucket())
			.key(file)
			.contentType(file.endsWith(".css") ? "text/css" : "text/html")
			.cacheControl(cacheControl), RequestBody.fromString(content));
	}

	private S3Client s3() {
		return this.cloud.localStack().s3();
	}

	private String bucket() {
		return PhotoReads.bucket(s3(), "staticfiles");
	}

}
