namespace Dirac.Tasks.Redis;

/// <summary>What is done on the Redis server in one step. Keys of one installation share a slot, so that this works on clusters too.</summary>
/// <remarks>Groups begin at 0: what was added before the first reader came is read by it. A group that is gone with its stream is made again by whoever reads.</remarks>
internal static class RedisScripts
{
    /// <summary>KEYS: incarnation, lanes. ARGV: a name if there is none. Returns the name, the server's run, and the length of each lane.</summary>
    /// <remarks>The run is part of the incarnation: a server that starts again may have lost its last second, and a replica that takes over more.</remarks>
    public const string Look =
        """
        redis.call('SET', KEYS[1], ARGV[1], 'NX')
        local server = redis.pcall('INFO', 'server')
        local found = { redis.call('GET', KEYS[1]), type(server) == 'string' and string.match(server, 'run_id:(%x+)') or '' }
        for lane = 2, #KEYS do found[lane + 1] = redis.call('XLEN', KEYS[lane]) end
        return found
        """;

    /// <summary>KEYS: a lane. ARGV: the channel of its size class, messages.</summary>
    public const string Publish =
        """
        for message = 2, #ARGV do redis.call('XADD', KEYS[1], '*', 'm', ARGV[message]) end
        redis.call('PUBLISH', ARGV[1], '')
        return #ARGV - 1
        """;

    /// <summary>KEYS: lanes, in the order in which they are looked into. ARGV: group, reader, most. Returns number of lane, id and message, one after the other.</summary>
    public const string Receive =
        """
        local left = tonumber(ARGV[3])
        local found = {}
        local function read(key)
          return redis.pcall('XREADGROUP', 'GROUP', ARGV[1], ARGV[2], 'COUNT', left, 'STREAMS', key, '>')
        end
        for lane, key in ipairs(KEYS) do
          if left > 0 then
            local streams = read(key)
            if streams and streams.err then
              redis.call('XGROUP', 'CREATE', key, ARGV[1], '0', 'MKSTREAM')
              streams = read(key)
            end
            if streams then
              if streams.err then return streams end
              for _, entry in ipairs(streams[1][2]) do
                found[#found + 1] = lane
                found[#found + 1] = entry[1]
                found[#found + 1] = entry[2][2]
                left = left - 1
              end
            end
          end
        end
        return found
        """;

    /// <summary>KEYS: lanes. ARGV: group, reader, milliseconds of silence, most. Takes over what silent readers have; returns as <see cref="Receive"/>.</summary>
    public const string TakeOver =
        """
        local left = tonumber(ARGV[4])
        local found = {}
        for lane, key in ipairs(KEYS) do
          local from = '0-0'
          repeat
            local claimed = left > 0 and redis.pcall('XAUTOCLAIM', key, ARGV[1], ARGV[2], ARGV[3], from, 'COUNT', left)
            if not claimed or claimed.err then break end
            from = claimed[1]
            for _, entry in ipairs(claimed[2]) do
              found[#found + 1] = lane
              found[#found + 1] = entry[1]
              found[#found + 1] = entry[2][2]
              left = left - 1
            end
          until from == '0-0'
        end
        return found
        """;

    /// <summary>KEYS: a lane. ARGV: group, ids. They are deleted too, so that the stream stays short.</summary>
    public const string Acknowledge =
        """
        redis.call('XACK', KEYS[1], ARGV[1], unpack(ARGV, 2))
        return redis.call('XDEL', KEYS[1], unpack(ARGV, 2))
        """;

    /// <summary>KEYS: a lane. ARGV: group, reader, ids. The reader still has them.</summary>
    public const string Renew =
        """
        local claim = { 'XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0 }
        for id = 3, #ARGV do claim[#claim + 1] = ARGV[id] end
        claim[#claim + 1] = 'JUSTID'
        redis.pcall(unpack(claim))
        """;

    /// <summary>KEYS: lanes. ARGV: group, a reader or empty for all, milliseconds of silence. Forgets readers that have nothing; nothing can come to them meanwhile.</summary>
    public const string ForgetReaders =
        """
        for _, key in ipairs(KEYS) do
          local readers = redis.pcall('XINFO', 'CONSUMERS', key, ARGV[1])
          if not readers.err then
            for _, reader in ipairs(readers) do
              local name, pending, idle = reader[2], reader[4], reader[6]
              if pending == 0 and (name == ARGV[2] or (ARGV[2] == '' and idle > tonumber(ARGV[3]))) then
                redis.call('XGROUP', 'DELCONSUMER', key, ARGV[1], name)
              end
            end
          end
        end
        """;
}
