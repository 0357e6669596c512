//! Tests of the bridges, one file a topic.
