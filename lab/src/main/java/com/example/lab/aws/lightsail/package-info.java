/** Stand-ins for Amazon Lightsail. */
@NullMarked
package com.example.lab.aws.lightsail;

import org.jspecify.annotations.NullMarked;
