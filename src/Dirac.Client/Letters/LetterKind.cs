namespace Dirac.Client.Letters;

/// <summary>What a letter is for. The numbers stand in files.</summary>
internal enum LetterKind : byte
{
    /// <summary>The first of a connection: the pilot asks for one, the relay says that it is there.</summary>
    Open = 1,

    /// <summary>A piece of the stream; an empty one only tells how much was taken.</summary>
    Data = 2,

    /// <summary>The stream in this direction is complete.</summary>
    End = 3,

    /// <summary>The last of a connection: its sender neither reads nor writes any more. Its content is the reason; none when all is well.</summary>
    Gone = 4,

    /// <summary>The pilot lives. Of no connection.</summary>
    Alive = 5,
}
