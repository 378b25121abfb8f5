package com.example.postcards.tests;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

import com.example.contract.Answer;
import com.example.contract.Pictures;
import com.example.contract.Postcards;
import com.example.lab.cloud.LocalCloud;
import org.awaitility.Awaitility;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Reads of photos, and which of them went through the servers by the access log of the
 * load balancer.
 */
final class PhotoReads {

	static final int READS = 5_000;

	static final int PHOTOS = 50;

	private static final int READERS = 10;

	private static final Duration LIMIT = Duration.ofSeconds(60);

	/** The fields of a line of the access log. */
	private static final int SENT_BYTES = 11;

	private static final int PATH = 13;

	private PhotoReads() {
	}

	/**
	 * Has guests read new photos, each of them as often as the others.
	 */
	static Seen of(LocalCloud cloud) throws IOException {
		Postcards author = Postcards.member(cloud.url());
		List<String> photos = IntStream.range(0, PHOTOS)
			.mapToObj((i) -> Objects.requireNonNull(author.post("Photo", Pictures.jpeg(320 + i, 240)).photo()))
			.toList();
		List<Answer> answers = read(cloud, photos);
		List<String[]> throughServers = accessLog(cloud).stream()
			.map((line) -> line.split(" "))
			.filter((line) -> photos.stream().anyMatch((photo) -> line[PATH].endsWith(photo)))
			.toList();
		return new Seen(READS, answers.stream().filter((answer) -> answer.status() != 200).count(),
				answers.stream().filter((answer) -> !"Hit from cloudfront".equals(answer.header("X-Cache"))).count(),
				answers.stream().mapToLong((answer) -> answer.body().length).sum(), throughServers.size(),
				throughServers.stream().mapToLong((line) -> Long.parseLong(line[SENT_BYTES])).sum());
	}

	private static List<Answer> read(LocalCloud cloud, List<String> photos) {
		ExecutorService readers = Executors.newFixedThreadPool(READERS);
		try {
			return IntStream.range(0, READS)
				.mapToObj((i) -> CompletableFuture
					.supplyAsync(() -> new Postcards(cloud.url()).send("GET", photos.get(i % PHOTOS)), readers))
				.toList()
				.stream()
				.map(CompletableFuture::join)
				.toList();
		}
		finally {
			readers.shutdownNow();
		}
	}

	/**
	 * The lines of all requests so far: the last one is looked for.
	 */
	private static List<String> accessLog(LocalCloud cloud) throws IOException {
		String last = "/api/where?" + Postcards.uniqueHandle();
		new Postcards(cloud.url()).send("GET", last).expect(200);
		S3Client s3 = cloud.localStack().s3();
		String bucket = bucket(s3, "balanceraccesslogs");
		return Awaitility.await()
			.atMost(LIMIT)
			.until(() -> lines(s3, bucket), (lines) -> lines.stream().anyMatch((line) -> line.contains(last)));
	}

	/**
	 * The name of the stage's bucket whose construct has a name.
	 * @param construct in lower case, without slashes
	 */
	static String bucket(S3Client s3, String construct) {
		return s3.listBuckets()
			.buckets()
			.stream()
			.map(Bucket::name)
			.filter((name) -> name.contains(construct))
			.findFirst()
			.orElseThrow();
	}

	private static List<String> lines(S3Client s3, String bucket) throws IOException {
		List<String> lines = new ArrayList<>();
		for (S3Object file : s3.listObjectsV2Paginator((request) -> request.bucket(bucket)).contents()) {
			try (BufferedReader log = new BufferedReader(new InputStreamReader(
					new GZIPInputStream(s3.getObject((request) -> request.bucket(bucket).key(file.key()))),
					StandardCharsets.UTF_8))) {
				lines.addAll(log.lines().toList());
			}
		}
		return lines;
	}

	/**
	 * What became of the reads.
	 *
	 * @param reads how many there were
	 * @param failed how many failed
	 * @param originRequests how many no cache answered
	 * @param bytes what the guests got
	 * @param serverRequests how many went through the servers
	 * @param serverBytes what the servers sent
	 */
	record Seen(int reads, long failed, long originRequests, long bytes, int serverRequests, long serverBytes) {
	}

}
