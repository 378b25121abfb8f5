package com.example.contract.load;

import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;

import com.example.contract.Answer;
import com.example.contract.Postcards;
import com.example.contract.Postcards.Postcard;
import com.example.lab.load.Figures;
import com.example.lab.load.Load;
import com.example.lab.load.Mix;
import com.example.lab.load.Outcome;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Members who read and write on, whatever happens to what they use, for claims about
 * faults: what was acknowledged to them must never be lost.
 */
public final class Crowd implements AutoCloseable {

	/**
	 * Requests a second: many enough to count, few enough for a computer that does more.
	 */
	public static final int RATE = 40;

	private static final int MEMBERS = 4;

	private static final Mix MIX = new Mix(Map.of("read", 4, "write", 3, "photo", 1));

	/**
	 * Longer than an application waits for its own parts, so no answer counts as a
	 * failure.
	 */
	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final Duration LIMIT = Duration.ofSeconds(90);

	private final URI address;

	private final Load load;

	private Crowd(URI address, Load load) {
		this.address = address;
		this.load = load;
	}

	/**
	 * Signs members up and lets them begin.
	 * @param address where Postcards is
	 * @return the crowd, until it is closed
	 */
	public static Crowd at(URI address) {
		return new Crowd(address,
				Load.start(new PostcardsWorkload().prepare(address, MEMBERS), new Load.Plan(RATE, MIX, null, TIMEOUT)));
	}

	/**
	 * Waits until the given number of further requests has succeeded, writes among them.
	 */
	public void awaitSuccesses(int count) {
		await(count, Outcome::succeeded);
	}

	/**
	 * Waits until the given number of further requests has failed.
	 */
	public void awaitFailures(int count) {
		await(count, (outcome) -> !outcome.succeeded());
	}

	/**
	 * The outcome of each request so far.
	 */
	public List<Outcome> outcomes() {
		return this.load.outcomes();
	}

	/**
	 * The figures so far.
	 */
	public Figures figures() {
		return this.load.figures();
	}

	/**
	 * The writes among some outcomes that were acknowledged.
	 */
	public static List<Outcome> acknowledged(Collection<Outcome> outcomes) {
		return outcomes.stream().filter((outcome) -> outcome.succeeded() && outcome.location() != null).toList();
	}

	/**
	 * The acknowledged writes among some outcomes whose postcard, as it was written, is
	 * not there.
	 */
	public List<Outcome> missing(Collection<Outcome> outcomes) {
		return acknowledged(outcomes).stream().filter((write) -> find(write) == null).toList();
	}

	/**
	 * The checksums of the photos of acknowledged writes.
	 * @return by the mark of the write; of what is missing there is none
	 */
	public Map<String, String> photos(Collection<Outcome> outcomes) {
		Postcards visitor = new Postcards(this.address);
		Map<String, String> checksums = new TreeMap<>();
		for (Outcome write : acknowledged(outcomes)) {
			Postcard postcard = find(write);
			if (postcard != null && postcard.photo() != null) {
				Answer photo = visitor.send("GET", postcard.photo());
				checksums.put(write.request().mark(), photo.status() + " " + checksum(photo.body()));
			}
		}
		return checksums;
	}

	/**
	 * The members stop; requests under way end first.
	 */
	public void stop() {
		this.load.close();
	}

	@Override
	public void close() {
		stop();
	}

	/**
	 * The postcard of a write. An id alone proves nothing: a restored database gives it
	 * out again.
	 */
	private @Nullable Postcard find(Outcome write) {
		String location = URI.create(Objects.requireNonNull(write.location())).getPath();
		Answer answer = new Postcards(this.address).send("GET", location).expect(200, 404);
		if (answer.status() == 404) {
			return null;
		}
		Postcard postcard = answer.as(Postcard.class);
		boolean same = postcard.message().equals(write.request().mark())
				&& (postcard.photo() != null) == write.request().kind().equals("photo");
		return same ? postcard : null;
	}

	private void await(int count, Predicate<Outcome> wanted) {
		long target = outcomes().stream().filter(wanted).count() + count;
		Awaitility.await()
			.pollInterval(Duration.ofMillis(50))
			.atMost(LIMIT)
			.until(() -> outcomes().stream().filter(wanted).count() >= target);
	}

	private static String checksum(byte[] bytes) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
