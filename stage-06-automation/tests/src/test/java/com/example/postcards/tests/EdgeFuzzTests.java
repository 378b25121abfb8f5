package com.example.postcards.tests;

import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.example.contract.Answer;
import com.example.contract.Pictures;
import com.example.contract.Postcards;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.junit.CountsFailures;
import com.example.lab.junit.Evidence;
import com.example.lab.junit.Stage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that no browser would send: none breaks a server, and none changes what others
 * get from the cache of the edge.
 */
@Stage
@CountsFailures
class EdgeFuzzTests {

	private static final int CASES = 2_000;

	private static final int THREADS = 4;

	/** What differs from one answer to the next. */
	private static final Set<String> CHANGING = Set.of("age", "date", "via", "x-amz-cf-id", "x-amz-id-2",
			"x-amz-request-id", "x-cache");

	private static final Pattern FILE = Pattern.compile("(?:src|href)=\"([^\"#]+\\.\\w+)[\"#]");

	private final LocalCloud cloud;

	private final ConcurrentSkipListMap<Integer, Integer> statuses = new ConcurrentSkipListMap<>();

	private final ConcurrentLinkedQueue<String> errors = new ConcurrentLinkedQueue<>();

	private final ConcurrentLinkedQueue<String> poisoned = new ConcurrentLinkedQueue<>();

	EdgeFuzzTests(LocalCloud cloud) {
		this.cloud = cloud;
	}

	// tag::fuzz[]
	@Test
	void noRequestBreaksAServerOrChangesWhatOthersGet() throws Exception {
		long seed = System.nanoTime();
		Map<String, Page> pages = pages();
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try {
			List<Callable<Void>> tasks = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				Random random = new Random(seed + i);
				tasks.add(() -> fuzz(pages, random));
			}
			for (Future<Void> each : threads.invokeAll(tasks)) {
				each.get();
			}
		}
		finally {
			threads.shutdownNow();
		}
		Evidence.keep("edge-fuzz", Map.of("cases", CASES, "statuses", this.statuses, "serverErrors", this.errors.size(),
				"poisoned", this.poisoned.size()));
		assertThat(this.errors).as("seed %d", seed).isEmpty();
		assertThat(this.poisoned).as("seed %d", seed).isEmpty();
	}
	// end::fuzz[]

	/**
	 * Half of the requests are for what the edge caches, and half of these are the first,
	 * whose answer it keeps.
	 */
	private Void fuzz(Map<String, Page> pages, Random random) throws Exception {
		List<String> paths = List.copyOf(pages.keySet());
		for (int i = 0; i < CASES / THREADS; i++) {
			String path = paths.get(random.nextInt(paths.size()));
			OddRequest request = random.nextBoolean() ? OddRequest.any(random) : OddRequest.forPath(random, path);
			if (random.nextInt(4) == 0) {
				this.cloud.drill("Edge/Distribution", "purge", path);
			}
			int status = request.sendTo(this.cloud.url());
			this.statuses.merge(status, 1, Integer::sum);
			if (status >= 500) {
				this.errors.add(status + " for" + request);
			}
			Page page = page(path);
			if (!Objects.equals(page, pages.get(path))) {
				this.poisoned.add("%s of %s after%s".formatted(page, path, request));
			}
		}
		return null;
	}

	/**
	 * The front page, the files that it names, and a photo.
	 */
	private Map<String, Page> pages() {
		Postcards member = Postcards.member(this.cloud.url());
		String photo = Objects.requireNonNull(member.post("With a photo", Pictures.jpeg(640, 480)).photo());
		List<String> files = FILE.matcher(member.send("GET", "/").expect(200).text())
			.results()
			.map((match) -> "/" + match.group(1))
			.distinct()
			.toList();
		Map<String, Page> pages = new LinkedHashMap<>();
		Stream.concat(Stream.of("/", "/index.html", photo), files.stream())
			.forEach((path) -> pages.put(path, page(path)));
		assertThat(files).isNotEmpty();
		assertThat(pages.values()).extracting(Page::status).containsOnly(200);
		return pages;
	}

	private Page page(String path) {
		return Page.of(new Postcards(this.cloud.url()).send("GET", path));
	}

	/**
	 * What a browser gets.
	 *
	 * @param status of the answer
	 * @param headers that are the same each time
	 * @param body its checksum
	 */
	private record Page(int status, Map<String, List<String>> headers, int body) {

		static Page of(Answer answer) {
			HttpHeaders all = answer.headers();
			Map<String, List<String>> headers = new TreeMap<>(all.map());
			headers.keySet().removeIf((name) -> CHANGING.contains(name.toLowerCase(Locale.ROOT)));
			return new Page(answer.status(), headers, Arrays.hashCode(answer.body()));
		}

	}

}
