package com.example.lab.load;

/** The requests of prepared users, without end. */
@FunctionalInterface
public interface Traffic {

	/**
	 * The next request. Called by one thread at a time; has to be quick.
	 * @param kind what is wanted
	 * @return a request that was not sent before
	 */
	Request next(String kind);

}
