package com.example.lab.load;

import java.net.URI;
import java.util.ServiceLoader;
import java.util.Set;

import com.example.lab.stage.WorkshopException;

/**
 * What the product's users do. The lab knows no product: it finds the implementation by
 * {@link ServiceLoader}.
 */
public interface Workload {

	/**
	 * The kinds of requests that a mix may name.
	 * @return such as {@code read} and {@code write}
	 */
	Set<String> kinds();

	/**
	 * Makes users who are ready to send requests.
	 * @param address where the product is
	 * @param users how many
	 * @return their traffic
	 * @throws WorkshopException if the product does not answer
	 */
	Traffic prepare(URI address, int users);

	/**
	 * Where a request ran.
	 * @return the path whose answer says it, as a JSON object
	 */
	String where();

	/**
	 * The failure of users who have to sign in again, which is counted separately.
	 * @return such as {@code HTTP 401}
	 */
	String signedOut();

	/**
	 * The product's workload.
	 * @return the one on the class path
	 * @throws WorkshopException if there is none
	 */
	static Workload find() {
		return ServiceLoader.load(Workload.class)
			.findFirst()
			.orElseThrow(() -> new WorkshopException("There is no workload on the class path. Run ./workshop load."));
	}

}
