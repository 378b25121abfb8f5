package com.example.lab.cost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

import com.example.lab.stage.StageFolder;
import com.example.lab.stage.WorkshopException;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * For how many users a stage is, and what it may cost: its {@code budget.yaml}.
 *
 * @param users registered users
 * @param usdAMonth dollars a month with that many users, in the default Region
 */
public record Budget(long users, double usdAMonth) {

	/**
	 * The budget of a stage.
	 * @param stage the stage
	 * @return its budget
	 * @throws WorkshopException if it has none that can be read
	 */
	public static Budget of(StageFolder stage) {
		Path file = stage.folder().resolve("budget.yaml");
		try {
			Map<String, Number> values = new Yaml(new SafeConstructor(new LoaderOptions()))
				.load(Files.readString(file));
			return new Budget(Objects.requireNonNull(values.get("users"), "users").longValue(),
					Objects.requireNonNull(values.get("usd-a-month"), "usd-a-month").doubleValue());
		}
		catch (IOException | RuntimeException ex) {
			throw new WorkshopException("Cannot read users and usd-a-month from %s: %s".formatted(file, ex));
		}
	}

}
