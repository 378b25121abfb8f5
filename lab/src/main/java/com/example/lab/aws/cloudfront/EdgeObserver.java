package com.example.lab.aws.cloudfront;

import java.time.Duration;

/** Is notified of each answer to a viewer. */
@FunctionalInterface
interface EdgeObserver {

	/**
	 * An answer was made.
	 * @param location the name of the edge location
	 * @param request as the viewer sent it
	 * @param answer as the viewer gets it
	 * @param time how long that took
	 */
	void answered(String location, Request request, Answer answer, Duration time);

}
