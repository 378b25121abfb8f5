package com.example.lab.aws.rds;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The class of an instance.
 *
 * @param gibibytes its memory
 * @see <a href=
 * "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Summary.html">DB
 * instance classes</a>
 */
record InstanceClass(int gibibytes) {

	private static final Pattern CLASS = Pattern.compile("db\\.([tmr])\\d\\w*\\.(\\w+)");

	/** Each has twice the memory of the one before. */
	private static final List<String> SIZES = List.of("micro", "small", "medium", "large", "xlarge", "2xlarge",
			"4xlarge", "8xlarge", "16xlarge");

	private static final long BYTES_PER_CONNECTION = 9_531_392;

	private static final int MOST_CONNECTIONS = 5_000;

	/**
	 * Reads the property {@code DBInstanceClass}.
	 * @param name such as {@code db.t4g.micro}, which has 1 GiB
	 */
	static InstanceClass of(String name) {
		Matcher parts = CLASS.matcher(name);
		int size = parts.matches() ? SIZES.indexOf(parts.group(2)) : -1;
		if (size < 0) {
			throw new IllegalArgumentException(
					"Its class is '%s'; the lab knows those of the families t, m and r, such as db.t4g.micro."
						.formatted(name));
		}
		return new InstanceClass((1 << size) * (parts.group(1).equals("r") ? 2 : 1));
	}

	/**
	 * What RDS allows when the parameter group does not say:
	 * {@code LEAST({DBInstanceClassMemory/9531392},5000)}. On AWS that memory is a little
	 * less than the class's, and so are the connections.
	 */
	int maxConnections() {
		return (int) Math.min(((long) gibibytes() << 30) / BYTES_PER_CONNECTION, MOST_CONNECTIONS);
	}

}
