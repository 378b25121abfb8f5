package com.example.contract.load;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.example.contract.Postcards;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.load.Benchmark;
import com.example.lab.load.ClosedLoop;
import com.example.lab.load.Figures;
import com.example.lab.load.HttpConnection;
import com.example.lab.load.Load;
import com.example.lab.load.Mix;
import com.example.lab.postgres.PostgresHost;
import com.example.lab.postgres.PostgresServer;

/**
 * What a timeline costs: whether it stays as quick with a hundred times the postcards,
 * and how much of the database's speed is left over HTTP.
 */
public final class PostcardsBenchmark implements Benchmark {

	private static final int FEW = 10_000;

	private static final int MANY = 1_000_000;

	/** Readers, threads and connections of the closed loops. */
	private static final int THREADS = 8;

	/**
	 * Requests a second, far below the most, so that no queue is measured.
	 */
	private static final double RATE = 100;

	private static final int ROUNDS = 6;

	private static final Duration ROUND = Duration.ofSeconds(5);

	private static final int MOST_WARM_UP_ROUNDS = 36;

	/** The number of requests after which the JVM has compiled what it needs for them. */
	private static final int COMPILED = 60_000;

	@Override
	public List<Measure> run(LocalCloud cloud, Path release, Consumer<String> progress) throws Exception {
		PostgresServer server = cloud.standIns(PostgresHost.class).get(0).postgres();
		Seed seed = new Seed(server);
		progress.accept("seeding 10,000 accounts with 50 follows each, and 10,000 postcards");
		seed.accounts();
		seed.postcards(FEW);
		List<User> readers = Stream.generate(() -> User.signUp(cloud.url())).limit(THREADS).toList();
		for (User reader : readers) {
			seed.follows(reader.handle());
		}
		progress.accept("warming up");
		warmUp(cloud.url(), readers, COMPILED);
		progress.accept("reading timelines");
		double few = p99(readers);
		progress.accept("seeding 1,000,000 postcards");
		seed.postcards(MANY - FEW);
		warmUp(cloud.url(), readers, 0);
		progress.accept("reading timelines");
		double many = p99(readers);
		progress.accept("reading as many timelines as possible");
		Rates rates = rates(cloud.url(), server, release, readers);
		return List.of(measure("timeline p99 of 10,000 postcards", "%.1f ms", few, ""),
				measure("timeline p99 of 1,000,000 postcards", "%.1f ms", many, ""),
				measure("  divided by the one above", "%.2f", many / few, "at most 1.5"),
				measure("timelines over HTTP, 8 threads", "%.0f a second", rates.http(), ""),
				measure("the same SQL over JDBC, 8 threads", "%.0f a second", rates.jdbc(), ""),
				measure("  the one above divided by it", "%.2f", rates.http() / rates.jdbc(), "at least 0.4"));
	}

	/**
	 * Reads the given number of timelines, and goes on until that gets no quicker: while
	 * the JVM compiles, a good part of the processor is its compiler's.
	 */
	private static void warmUp(URI address, List<User> readers, int least) throws Exception {
		double best = 0;
		double read = 0;
		int noBetter = 0;
		for (int i = 0; i < MOST_WARM_UP_ROUNDS && (read < least || noBetter < 3); i++) {
			double rate = overHttp(address, readers, ROUND);
			read += rate * ROUND.toSeconds();
			noBetter = (rate > 1.03 * best) ? 0 : noBetter + 1;
			best = Math.max(best, rate);
		}
	}

	/**
	 * The p99 in milliseconds of the quietest of some rounds: what else the computer does
	 * only adds time.
	 */
	private static double p99(List<User> readers) throws InterruptedException {
		Load.Plan plan = new Load.Plan(RATE, new Mix(Map.of("read", 1)), ROUND, Duration.ofSeconds(5));
		double least = Double.MAX_VALUE;
		for (int i = 0; i < ROUNDS; i++) {
			try (Load load = Load.start(new PostcardsTraffic(readers), plan)) {
				load.awaitEnd(ROUND.multipliedBy(3));
				Figures figures = load.figures();
				if (figures.failed() > 0) {
					throw new IllegalStateException("Timelines failed: " + figures.failures());
				}
				least = Math.min(least, figures.p99());
			}
		}
		return least;
	}

	private static double overHttp(URI address, List<User> readers, Duration duration) throws Exception {
		List<HttpConnection> connections = new ArrayList<>();
		try {
			for (User reader : readers) {
				Postcards visitor = reader.visitor();
				connections.add(new HttpConnection(visitor.complete(visitor.request("/api/timeline").GET()).build()));
			}
			return ClosedLoop.perSecond(connections, duration);
		}
		finally {
			for (HttpConnection connection : connections) {
				connection.close();
			}
		}
	}

	/**
	 * In turns, so that both suffer alike from whatever else the computer does.
	 */
	private static Rates rates(URI address, PostgresServer server, Path release, List<User> readers) throws Exception {
		double http = 0;
		double jdbc = 0;
		List<String> handles = readers.stream().map(User::handle).toList();
		try (TimelineQueries queries = new TimelineQueries(server, release, handles)) {
			ClosedLoop.perSecond(queries.steps(), ROUND);
			for (int i = 0; i < ROUNDS; i++) {
				http += overHttp(address, readers, ROUND) / ROUNDS;
				jdbc += ClosedLoop.perSecond(queries.steps(), ROUND) / ROUNDS;
			}
		}
		return new Rates(http, jdbc);
	}

	private static Measure measure(String what, String format, double value, String aim) {
		return new Measure(what, String.format(Locale.ROOT, format, value), aim);
	}

	/**
	 * Timelines a second.
	 *
	 * @param http over HTTP
	 * @param jdbc by the SQL alone
	 */
	private record Rates(double http, double jdbc) {
	}

}
