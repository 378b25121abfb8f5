package com.example.lab.aws.cloudwatch;

/** The states of an alarm, named as in the API. */
enum AlarmState {

	/** Within the threshold. */
	OK,
	/** Outside the threshold. */
	ALARM,
	/** Too little is known. */
	INSUFFICIENT_DATA

}
