"""Celery as a peer of our tasks: python3 celery_peer.py fill COUNT, python3 -m celery -A celery_peer worker.  REDIS_PORT says where Redis is."""
import os
import sys

import celery

REDIS = f"redis://127.0.0.1:{os.environ.get('REDIS_PORT', '6379')}/0"
BODY = "x" * 300

app = celery.Celery("celery_peer", broker=REDIS, backend=REDIS)
app.conf.update(
    task_acks_late=True,
    worker_prefetch_multiplier=1,
    task_default_queue="peers",
    # What became of a task is kept, as the others keep it.
    task_ignore_result=False,
    worker_hijack_root_logger=False,
)


@app.task(name="celery_peer.handle")
def handle(body):
    """Does nothing, as all peers do."""


def fill(count):
    with app.producer_pool.acquire(block=True) as producer:
        for _ in range(count):
            handle.apply_async((BODY,), producer=producer)


if __name__ == "__main__":
    # Tasks name their function by its module, which must not be __main__.
    import celery_peer

    celery_peer.fill(int(sys.argv[2]))
