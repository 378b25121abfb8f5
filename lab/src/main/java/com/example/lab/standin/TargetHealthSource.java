package com.example.lab.standin;

/** A stand-in that knows the health of servers, for what asks for it on a server. */
public interface TargetHealthSource {

	/**
	 * Whether a server gets requests.
	 * @param instance its instance id
	 * @return true once it has passed its checks
	 */
	boolean inService(String instance);

}
