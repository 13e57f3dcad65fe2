"""RQ as a peer of our tasks: python3 rq_peer.py fill COUNT | work.  REDIS_PORT says where Redis is."""
import os
import sys

import redis
import rq

QUEUE = "peers"
BODY = "x" * 300


def handle(body):
    """Does nothing, as all peers do."""


def connect():
    return redis.Redis(port=int(os.environ["REDIS_PORT"]))


def fill(count):
    queue = rq.Queue(QUEUE, connection=connect())
    for start in range(0, count, 500):
        jobs = [rq.Queue.prepare_data(handle, args=(BODY,)) for _ in range(min(500, count - start))]
        queue.enqueue_many(jobs)


def work():
    # A worker that forks for each job is far slower; this one runs jobs in its own process, one at a time. Finished jobs are kept for 500 s.
    connection = connect()
    rq.SimpleWorker([rq.Queue(QUEUE, connection=connection)], connection=connection).work(logging_level="WARNING")


if __name__ == "__main__":
    # Jobs name their function by its module, which must not be __main__.
    import rq_peer

    if sys.argv[1] == "fill":
        rq_peer.fill(int(sys.argv[2]))
    else:
        rq_peer.work()
