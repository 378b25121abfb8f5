/** AWS Config: managed rules, evaluated against the template. */
@NullMarked
package com.example.lab.aws.config;

import org.jspecify.annotations.NullMarked;
