package com.example.postcards.tests;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.example.contract.Postcards;

/** Guests who read one path at the same time. */
final class Readers implements AutoCloseable {

	private final URI address;

	private final int count;

	private final ExecutorService threads;

	Readers(URI address, int count) {
		this.address = address;
		this.count = count;
		this.threads = Executors.newFixedThreadPool(count);
	}

	/**
	 * All of them read once, and none waits for another.
	 */
	List<CompletableFuture<Read>> begin(String path) {
		return IntStream.range(0, this.count).mapToObj((i) -> CompletableFuture.supplyAsync(() -> {
			int status = new Postcards(this.address).send("GET", path).status();
			return new Read(status, System.nanoTime());
		}, this.threads)).toList();
	}

	/**
	 * All of them read once.
	 * @return how many answers there are, by status
	 */
	Map<Integer, Long> read(String path) {
		return answers(begin(path).stream().map(CompletableFuture::join).toList());
	}

	static Map<Integer, Long> answers(List<Read> reads) {
		return reads.stream().collect(Collectors.groupingBy(Read::status, TreeMap::new, Collectors.counting()));
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
	}

	/**
	 * An answer.
	 *
	 * @param status its status
	 * @param nanoTime when it came
	 */
	record Read(int status, long nanoTime) {
	}

}
