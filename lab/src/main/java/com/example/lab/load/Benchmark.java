package com.example.lab.load;

import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Consumer;

import com.example.lab.cloud.LocalCloud;
import com.example.lab.stage.WorkshopException;

/**
 * Measures the product on an architecture that was launched for this purpose alone. Found
 * by {@link ServiceLoader}, as the {@link Workload}.
 */
public interface Benchmark {

	/**
	 * Measures.
	 * @param cloud the running architecture; the benchmark may fill its database
	 * @param release the application's jar that runs there
	 * @param progress gets lines about the progress
	 * @return what was measured, for a table
	 * @throws Exception if a part of it fails
	 */
	List<Measure> run(LocalCloud cloud, Path release, Consumer<String> progress) throws Exception;

	/**
	 * The product's benchmark.
	 * @return the one on the class path
	 * @throws WorkshopException if there is none
	 */
	static Benchmark find() {
		return ServiceLoader.load(Benchmark.class)
			.findFirst()
			.orElseThrow(() -> new WorkshopException("There is no benchmark on the class path. Run ./workshop bench."));
	}

	/**
	 * One line of the result.
	 *
	 * @param what what was measured
	 * @param value the figure, with its unit
	 * @param aim what it should be; empty for none
	 */
	record Measure(String what, String value, String aim) {
	}

}
