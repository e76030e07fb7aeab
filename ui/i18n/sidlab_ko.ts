<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR" sourcelanguage="en_US">
<context>
    <name>ActiveFault</name>
    <message numerus="yes">
        <source>touched: %n</source>
        <translation>
            <numerusform>영향 %n건</numerusform>
        </translation>
    </message>
    <message>
        <source>Show what it has touched</source>
        <translation>영향을 준 연결 보기</translation>
    </message>
    <message>
        <source>Lift this fault now</source>
        <translation>이 장애를 지금 해제</translation>
    </message>
</context>
<context>
    <name>ActiveWay</name>
    <message>
        <source>End this now</source>
        <translation>지금 끝내기</translation>
    </message>
</context>
<context>
    <name>AimForm</name>
    <message>
        <source>Say which: %1</source>
        <translation>지정할 값을 입력하세요: %1</translation>
    </message>
    <message>
        <source>An address such as 192.168.1.20, or a network such as 192.168.1.0/24</source>
        <translation>192.168.1.20 같은 주소나 192.168.1.0/24 같은 네트워크를 입력하세요</translation>
    </message>
    <message>
        <source>share</source>
        <translation>비율</translation>
    </message>
    <message>
        <source>A share of the connections, drawn by the run&apos;s seed</source>
        <translation>연결 중 일부 비율 (실행의 시드로 추첨)</translation>
    </message>
    <message>
        <source>clients</source>
        <translation>클라이언트</translation>
    </message>
    <message>
        <source>Clients or groups by name, with commas</source>
        <translation>클라이언트나 그룹 이름, 쉼표로 구분</translation>
    </message>
    <message>
        <source>kind</source>
        <translation>종류</translation>
    </message>
    <message>
        <source>Clients of one kind</source>
        <translation>한 종류의 클라이언트</translation>
    </message>
    <message>
        <source>session</source>
        <translation>세션</translation>
    </message>
    <message>
        <source>Connections whose latest request is of this session</source>
        <translation>마지막 요청이 이 세션에 속한 연결</translation>
    </message>
    <message>
        <source>request</source>
        <translation>요청</translation>
    </message>
    <message>
        <source>Connections whose latest request is of this kind</source>
        <translation>마지막 요청이 이 종류인 연결</translation>
    </message>
    <message>
        <source>address</source>
        <translation>주소</translation>
    </message>
    <message>
        <source>Clients at this IP address, or in this network</source>
        <translation>이 IP 주소나 네트워크의 클라이언트</translation>
    </message>
    <message>
        <source>Only</source>
        <translation>대상 한정</translation>
    </message>
    <message>
        <source>names, with commas</source>
        <translation>이름, 쉼표로 구분</translation>
    </message>
</context>
<context>
    <name>AnswerView</name>
    <message>
        <source>p = %1: so likely is such a difference, or a larger one, by chance alone</source>
        <translation>p = %1: 우연만으로 이만한 차이나 더 큰 차이가 날 확률</translation>
    </message>
    <message>
        <source>%1: in %2 of %3 runs</source>
        <translation>%1: 실행 %3개 중 %2개에서</translation>
    </message>
    <message>
        <source>Difference: %1 of the runs (95% interval: %2 to %3)</source>
        <translation>차이: 실행의 %1 (95% 구간: %2 ~ %3)</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>The evidence is sealed. Root hash for the ticket: %1</source>
        <translation>증거를 봉인했습니다. 티켓에 붙일 루트 해시: %1</translation>
    </message>
    <message>
        <source>Whoever has it can tell whether the files were changed since. It is no signature.</source>
        <translation>이 값이 있으면 그 뒤로 파일이 바뀌었는지 알 수 있습니다. 서명은 아닙니다.</translation>
    </message>
    <message>
        <source>The core has ended (%1). The run&apos;s folder is kept.</source>
        <translation>코어가 종료되었습니다(%1). 실행 폴더는 그대로 남아 있습니다.</translation>
    </message>
    <message>
        <source>Start the core again</source>
        <translation>코어 다시 시작</translation>
    </message>
    <message>
        <source>Copy the root hash</source>
        <translation>루트 해시 복사</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
</context>
<context>
    <name>BoardDetail</name>
    <message>
        <source>Speaks for it</source>
        <translation>지지</translation>
    </message>
    <message>
        <source>Speaks against it</source>
        <translation>반박</translation>
    </message>
    <message>
        <source>If it were true, one would see</source>
        <translation>사실이라면 보여야 할 것</translation>
    </message>
    <message>
        <source>What would refute it</source>
        <translation>기각되는 조건</translation>
    </message>
    <message>
        <source>What to do about it</source>
        <translation>조치</translation>
    </message>
    <message>
        <source>Log and charts</source>
        <translation>로그와 차트</translation>
    </message>
    <message>
        <source>Show its evidence in the event log and on the charts</source>
        <translation>증거를 이벤트 로그와 차트에서 보기</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>요청</translation>
    </message>
    <message>
        <source>Show the requests of its evidence</source>
        <translation>증거에 해당하는 요청 보기</translation>
    </message>
    <message>
        <source>No verdicts yet</source>
        <translation>아직 판정 없음</translation>
    </message>
    <message numerus="yes">
        <source>explains %n</source>
        <translation>
            <numerusform>%n건 설명</numerusform>
        </translation>
    </message>
    <message>
        <source>No event speaks for it or against it</source>
        <translation>지지하거나 반박하는 이벤트가 없습니다</translation>
    </message>
    <message>
        <source>Its evidence is of no request</source>
        <translation>증거에 해당하는 요청이 없습니다</translation>
    </message>
    <message>
        <source>nothing was seen</source>
        <translation>관측된 것 없음</translation>
    </message>
</context>
<context>
    <name>BoardDocument</name>
    <message>
        <source>The document&apos;s board</source>
        <translation>문서의 가설 보드</translation>
    </message>
    <message>
        <source>What the document claims of the incident, of the fix and of the remote: each claim is put to the test by runs that differ in one thing. All of it takes some minutes</source>
        <translation>사고, 수정안, 원격 환경에 대한 문서의 주장을 한 가지만 다른 실행들로 하나씩 검증합니다. 전체는 몇 분 걸립니다</translation>
    </message>
</context>
<context>
    <name>BoardEvidence</name>
    <message>
        <source>Its evidence</source>
        <translation>증거</translation>
    </message>
    <message>
        <source>The first events of those there are; the numbers are those in the run folder</source>
        <translation>앞쪽 일부만 보여 줍니다. 번호는 실행 폴더의 이벤트 번호입니다</translation>
    </message>
    <message>
        <source>Double click, or Enter: go to the request, or to the event</source>
        <translation>두 번 누르거나 Enter: 해당 요청이나 이벤트로 이동</translation>
    </message>
</context>
<context>
    <name>BoardExperiment</name>
    <message>
        <source>Experiment</source>
        <translation>실험</translation>
    </message>
</context>
<context>
    <name>BoardModel</name>
    <message>
        <source>kept</source>
        <translation>유지</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>기각</translation>
    </message>
    <message>
        <source>undecided</source>
        <translation>미정</translation>
    </message>
    <message>
        <source>verdict</source>
        <translation>판정</translation>
    </message>
    <message>
        <source>hypothesis</source>
        <translation>가설</translation>
    </message>
    <message>
        <source>what it says</source>
        <translation>내용</translation>
    </message>
    <message>
        <source>for</source>
        <translation>지지</translation>
    </message>
    <message>
        <source>against</source>
        <translation>반박</translation>
    </message>
    <message>
        <source>explains</source>
        <translation>설명</translation>
    </message>
    <message>
        <source>Kept: the evidence is for it; rejected: the evidence is against it; undecided: neither</source>
        <translation>유지: 증거가 지지함, 기각: 증거가 반박함, 미정: 어느 쪽도 충분하지 않음</translation>
    </message>
    <message>
        <source>Its name, as in the report and on the command line</source>
        <translation>보고서와 명령줄에서 쓰는 이름</translation>
    </message>
    <message>
        <source>The cause, in a sentence</source>
        <translation>원인을 한 문장으로</translation>
    </message>
    <message>
        <source>Kinds of signs that speak for it</source>
        <translation>이 가설을 지지하는 징후의 종류 수</translation>
    </message>
    <message>
        <source>Kinds of signs that speak against it</source>
        <translation>이 가설을 반박하는 징후의 종류 수</translation>
    </message>
    <message>
        <source>400s, resets and disconnects that come of it</source>
        <translation>이 원인에서 나온 400, 리셋, 연결 끊김의 수</translation>
    </message>
</context>
<context>
    <name>BoardPanel</name>
    <message>
        <source>Hypotheses</source>
        <translation>가설</translation>
    </message>
    <message>
        <source>The document…</source>
        <translation>문서…</translation>
    </message>
    <message>
        <source>Put the claims of the document to the test</source>
        <translation>문서의 주장을 실험으로 검증</translation>
    </message>
</context>
<context>
    <name>BoardSummary</name>
    <message>
        <source>What happened</source>
        <translation>무슨 일이 있었나</translation>
    </message>
    <message>
        <source>so far</source>
        <translation>지금까지</translation>
    </message>
    <message>
        <source>the whole run</source>
        <translation>실행 전체</translation>
    </message>
    <message>
        <source>No run yet: what broke, and why, is said here</source>
        <translation>아직 실행이 없습니다. 무엇이 왜 문제였는지 여기에 나옵니다</translation>
    </message>
</context>
<context>
    <name>CameraMenu</name>
    <message>
        <source>The window</source>
        <translation>창 전체</translation>
    </message>
    <message>
        <source>The request list</source>
        <translation>요청 목록</translation>
    </message>
    <message>
        <source>The hypothesis board</source>
        <translation>가설 보드</translation>
    </message>
    <message>
        <source>All charts</source>
        <translation>모든 차트</translation>
    </message>
</context>
<context>
    <name>CellEvidence</name>
    <message>
        <source>Matrix</source>
        <translation>매트릭스</translation>
    </message>
    <message>
        <source>Back to the matrix (Esc)</source>
        <translation>매트릭스로 돌아가기 (Esc)</translation>
    </message>
    <message>
        <source>Run folder</source>
        <translation>실행 폴더</translation>
    </message>
    <message>
        <source>The folder of this run</source>
        <translation>이 실행의 폴더</translation>
    </message>
    <message>
        <source>Copy the folder</source>
        <translation>폴더 경로 복사</translation>
    </message>
</context>
<context>
    <name>CellPanel</name>
    <message>
        <source>Handshake</source>
        <translation>핸드셰이크</translation>
    </message>
    <message>
        <source>Echo</source>
        <translation>에코</translation>
    </message>
    <message>
        <source>Broadcast to all</source>
        <translation>전체 브로드캐스트</translation>
    </message>
    <message>
        <source>Upgraded</source>
        <translation>업그레이드</translation>
    </message>
    <message>
        <source>Idle beyond a ping</source>
        <translation>핑 주기 넘게 유휴</translation>
    </message>
    <message>
        <source>Survives a restart</source>
        <translation>재시작 후 복구</translation>
    </message>
    <message>
        <source>Recovery</source>
        <translation>복구 시간</translation>
    </message>
    <message>
        <source>Messages lost</source>
        <translation>메시지 유실</translation>
    </message>
    <message>
        <source>Delivered twice</source>
        <translation>중복 전달</translation>
    </message>
    <message>
        <source>400s by cause</source>
        <translation>원인별 400</translation>
    </message>
    <message>
        <source>400s by body</source>
        <translation>본문별 400</translation>
    </message>
    <message>
        <source>5xx</source>
        <translation>5xx</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>실행</translation>
    </message>
    <message>
        <source>Run of the cell</source>
        <translation>이 칸의 실행</translation>
    </message>
    <message>
        <source>Show its events</source>
        <translation>이벤트 보기</translation>
    </message>
    <message>
        <source>The event log and the requests of this run (Enter)</source>
        <translation>이 실행의 이벤트 로그와 요청 목록 (Enter)</translation>
    </message>
    <message>
        <source>The command that brings it</source>
        <translation>설치 명령</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>명령 복사</translation>
    </message>
    <message>
        <source>Cell</source>
        <translation>칸</translation>
    </message>
    <message>
        <source>Choose a cell: here is what was measured of it, and why</source>
        <translation>칸을 고르면 측정 결과와 그 이유를 여기에 보여 줍니다</translation>
    </message>
    <message>
        <source>run %1 of %2</source>
        <translation>실행 %1/%2</translation>
    </message>
    <message>
        <source>%1 not known</source>
        <translation>알 수 없음 %1</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>예</translation>
    </message>
    <message>
        <source>no</source>
        <translation>아니요</translation>
    </message>
</context>
<context>
    <name>ChartsPanel</name>
    <message>
        <source>Charts</source>
        <translation>차트</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>시간</translation>
    </message>
    <message>
        <source>1 min</source>
        <translation>1분</translation>
    </message>
    <message>
        <source>5 min</source>
        <translation>5분</translation>
    </message>
    <message>
        <source>Whole run</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>Follow the run and show this much of it</source>
        <translation>실행을 따라가며 이만큼 보여 줍니다</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>따라가기</translation>
    </message>
    <message>
        <source>Zoomed by wheel or drag: follow the run again</source>
        <translation>휠이나 끌기로 확대한 상태입니다. 다시 실행을 따라갑니다</translation>
    </message>
    <message>
        <source>Values at the pointer</source>
        <translation>포인터 위치의 값</translation>
    </message>
    <message>
        <source>The dotted lines are its evidence: take them away</source>
        <translation>점선은 이 가설의 증거입니다: 지우기</translation>
    </message>
</context>
<context>
    <name>ClientModel</name>
    <message numerus="yes">
        <source>sockets alive: %n</source>
        <translation>
            <numerusform>살아 있는 소켓 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>client</source>
        <translation>클라이언트</translation>
    </message>
    <message>
        <source>state</source>
        <translation>상태</translation>
    </message>
    <message>
        <source>transport</source>
        <translation>전송</translation>
    </message>
    <message>
        <source>sid</source>
        <translation>sid</translation>
    </message>
    <message>
        <source>last reason</source>
        <translation>마지막 사유</translation>
    </message>
    <message>
        <source>sockets</source>
        <translation>소켓</translation>
    </message>
    <message>
        <source>reconn.</source>
        <translation>재연결</translation>
    </message>
    <message>
        <source>400s</source>
        <translation>400</translation>
    </message>
    <message>
        <source>Sockets alive at once: more than one is a leak</source>
        <translation>동시에 살아 있는 소켓 수: 하나보다 많으면 누수</translation>
    </message>
    <message>
        <source>socket number %1, last recovery %2</source>
        <translation>%1번째 소켓, 마지막 복구 %2</translation>
    </message>
    <message>
        <source>sent %1, received %2</source>
        <translation>보냄 %1, 받음 %2</translation>
    </message>
    <message>
        <source>clock %1 s</source>
        <translation>시계 %1초</translation>
    </message>
</context>
<context>
    <name>ClientTable</name>
    <message numerus="yes">
        <source>devices: %n</source>
        <translation>
            <numerusform>기기 %n대</numerusform>
        </translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>클라이언트</translation>
    </message>
    <message>
        <source>Filter clients</source>
        <translation>클라이언트 필터</translation>
    </message>
    <message>
        <source>Double click, or Enter: the client&apos;s requests</source>
        <translation>두 번 클릭하거나 Enter: 이 클라이언트의 요청</translation>
    </message>
    <message>
        <source>Show the requests of %1</source>
        <translation>%1의 요청 보기</translation>
    </message>
    <message>
        <source>Aim a fault at %1</source>
        <translation>%1: 장애 대상으로 지정</translation>
    </message>
</context>
<context>
    <name>ClientsPanel</name>
    <message>
        <source>Clients</source>
        <translation>클라이언트</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>그룹</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>개수</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>종류</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>라이브러리</translation>
    </message>
    <message>
        <source>Transport</source>
        <translation>전송 방식</translation>
    </message>
    <message>
        <source>Behaviour</source>
        <translation>동작</translation>
    </message>
    <message>
        <source>Client group</source>
        <translation>클라이언트 그룹</translation>
    </message>
    <message>
        <source>Count of clients</source>
        <translation>클라이언트 수</translation>
    </message>
    <message>
        <source>Kind of client</source>
        <translation>클라이언트 종류</translation>
    </message>
    <message>
        <source>Version of the client&apos;s library</source>
        <translation>클라이언트 라이브러리 버전</translation>
    </message>
    <message>
        <source>Messages a second and client</source>
        <translation>클라이언트당 초당 메시지 수</translation>
    </message>
    <message>
        <source> msg/s</source>
        <translation> 건/초</translation>
    </message>
    <message>
        <source>HTTP re-send</source>
        <translation>HTTP 재전송</translation>
    </message>
    <message>
        <source>The HTTP library sends a failed request again by itself: it can hide a reset (aiohttp does)</source>
        <translation>HTTP 라이브러리가 실패한 요청을 스스로 다시 보냅니다. 리셋이 가려질 수 있습니다(aiohttp가 그렇습니다)</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>적용</translation>
    </message>
    <message>
        <source>Nothing is changed</source>
        <translation>바뀐 것이 없습니다</translation>
    </message>
    <message>
        <source>Make the group be exactly this</source>
        <translation>그룹을 지금 입력한 대로 맞춥니다</translation>
    </message>
</context>
<context>
    <name>CompareDialog</name>
    <message>
        <source>Compare</source>
        <translation>비교</translation>
    </message>
    <message>
        <source>Two runs side by side</source>
        <translation>두 실행 나란히 보기</translation>
    </message>
    <message>
        <source>Run %1</source>
        <translation>실행 %1</translation>
    </message>
    <message>
        <source>Another folder, or a bundle</source>
        <translation>다른 폴더나 번들 고르기</translation>
    </message>
    <message>
        <source>Also what is the same</source>
        <translation>같은 것도 보기</translation>
    </message>
    <message>
        <source>Figures of both runs</source>
        <translation>두 실행의 수치</translation>
    </message>
    <message>
        <source>Comparing</source>
        <translation>비교하는 중</translation>
    </message>
    <message>
        <source>A run&apos;s summary, a series, or a bundle</source>
        <translation>실행의 요약, 반복 실행 또는 번들</translation>
    </message>
    <message>
        <source>Choose two runs first</source>
        <translation>먼저 실행을 두 개 고르세요</translation>
    </message>
    <message>
        <source>Both are the same run</source>
        <translation>둘이 같은 실행입니다</translation>
    </message>
    <message numerus="yes">
        <source>%n runs</source>
        <translation>
            <numerusform>실행 %n회</numerusform>
        </translation>
    </message>
    <message>
        <source>Not by chance: further apart than 19 of 20 pairs of alike runs would be. Of many figures, one in twenty is so all the same.</source>
        <translation>우연이 아님: 같은 조건의 실행 두 개를 비교했을 때 20번 중 19번은 이만큼 벌어지지 않습니다. 다만 수치가 많으면 20개 중 하나는 우연히도 이렇게 벌어집니다.</translation>
    </message>
    <message>
        <source>Whether it may be chance, repeats tell: run one of them with --repeat 5.</source>
        <translation>우연인지는 반복해 봐야 압니다. 둘 중 하나를 --repeat 5로 실행하세요.</translation>
    </message>
</context>
<context>
    <name>CompareModel</name>
    <message>
        <source>figure</source>
        <translation>수치</translation>
    </message>
    <message>
        <source>B less A</source>
        <translation>B − A</translation>
    </message>
    <message>
        <source>by chance?</source>
        <translation>우연?</translation>
    </message>
    <message>
        <source>Verdicts</source>
        <translation>판정</translation>
    </message>
    <message>
        <source>Made differently</source>
        <translation>다르게 실행한 조건</translation>
    </message>
    <message>
        <source>Group %1</source>
        <translation>그룹 %1</translation>
    </message>
    <message>
        <source>On trial: %1</source>
        <translation>시험: %1</translation>
    </message>
    <message>
        <source>All clients</source>
        <translation>모든 클라이언트</translation>
    </message>
    <message>
        <source>no</source>
        <translation>아님</translation>
    </message>
    <message>
        <source>may be</source>
        <translation>그럴 수 있음</translation>
    </message>
</context>
<context>
    <name>Course</name>
    <message>
        <source>Run it</source>
        <translation>실행</translation>
    </message>
    <message>
        <source>End it</source>
        <translation>끝내기</translation>
    </message>
    <message>
        <source>End it early: its verdict is of the runs there were</source>
        <translation>일찍 끝냅니다. 판정은 그때까지의 실행에 대한 것입니다</translation>
    </message>
    <message>
        <source>How far the experiment is</source>
        <translation>실험 진행 상황</translation>
    </message>
    <message>
        <source>%1 of %2 runs</source>
        <translation>실행 %2개 중 %1개</translation>
    </message>
    <message>
        <source>Ended early</source>
        <translation>일찍 끝냄</translation>
    </message>
    <message>
        <source>It could not be carried out</source>
        <translation>실험을 진행하지 못했습니다</translation>
    </message>
    <message>
        <source>Runs that differ in one thing, in turns, and an exact test</source>
        <translation>한 가지만 다른 실행을 번갈아 하고, 정확 검정을 합니다</translation>
    </message>
    <message>
        <source>The run that goes on is ended for it</source>
        <translation>진행 중인 실행은 끝나게 됩니다</translation>
    </message>
    <message>
        <source>The core is not there</source>
        <translation>코어가 없습니다</translation>
    </message>
    <message>
        <source>A matrix is being measured: stop it first</source>
        <translation>매트릭스를 측정하는 중입니다. 먼저 중지하세요</translation>
    </message>
    <message>
        <source>Another experiment goes on: end it first</source>
        <translation>다른 실험이 진행 중입니다. 먼저 끝내세요</translation>
    </message>
</context>
<context>
    <name>Detail</name>
    <message>
        <source>Event %1</source>
        <translation>이벤트 %1</translation>
    </message>
    <message>
        <source>Show its session</source>
        <translation>이 세션 보기</translation>
    </message>
</context>
<context>
    <name>DiskBar</name>
    <message>
        <source>Remove runs</source>
        <translation>실행 삭제</translation>
    </message>
    <message numerus="yes">
        <source>Remove the oldest runs (%n)? That frees %1.</source>
        <translation>
            <numerusform>가장 오래된 실행 %n개를 삭제할까요? 비워지는 공간은 %1입니다.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>외 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>They cannot be brought back. A run that holds a file named KEEP is never among them.</source>
        <translation>되돌릴 수 없습니다. KEEP이라는 파일이 든 실행은 절대 포함되지 않습니다.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>삭제</translation>
    </message>
    <message>
        <source>Keep all</source>
        <translation>모두 보관</translation>
    </message>
    <message>
        <source>Make room…</source>
        <translation>공간 확보…</translation>
    </message>
    <message>
        <source>Shows which runs would go first, and asks</source>
        <translation>어떤 실행부터 지울지 보여 주고 물어봅니다</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>The kept runs take %1 of the disk, more than %2.</source>
        <translation>보관된 실행이 디스크를 %1 차지합니다. 한도는 %2입니다.</translation>
    </message>
    <message>
        <source>All of them are kept on purpose, or being recorded</source>
        <translation>모두 일부러 보관했거나 기록 중입니다</translation>
    </message>
</context>
<context>
    <name>EventLog</name>
    <message numerus="yes">
        <source>the oldest %n are in the run folder only</source>
        <translation>
            <numerusform>오래된 %n건은 실행 폴더에만 있습니다</numerusform>
        </translation>
    </message>
    <message>
        <source>Event log</source>
        <translation>이벤트 로그</translation>
    </message>
    <message>
        <source>Search events</source>
        <translation>이벤트 검색</translation>
    </message>
    <message>
        <source>Only what stands out: hide requests and connections that went well</source>
        <translation>눈여겨볼 것만: 정상적인 요청과 연결은 숨깁니다</translation>
    </message>
    <message>
        <source>Follow: keep the newest event in sight</source>
        <translation>따라가기: 최신 이벤트를 계속 보여 줍니다</translation>
    </message>
    <message>
        <source>Double click, or Enter: the whole event</source>
        <translation>더블 클릭 또는 Enter: 이벤트 전체 보기</translation>
    </message>
</context>
<context>
    <name>EvidenceModel</name>
    <message>
        <source>number</source>
        <translation>번호</translation>
    </message>
    <message>
        <source>time</source>
        <translation>시각</translation>
    </message>
    <message>
        <source>who</source>
        <translation>주체</translation>
    </message>
    <message>
        <source>event</source>
        <translation>이벤트</translation>
    </message>
    <message>
        <source>detail</source>
        <translation>상세</translation>
    </message>
    <message>
        <source>in the run folder</source>
        <translation>실행 폴더에 있음</translation>
    </message>
    <message>
        <source>Speaks for it</source>
        <translation>지지</translation>
    </message>
    <message>
        <source>Speaks against it</source>
        <translation>반박</translation>
    </message>
    <message>
        <source>Not in the event log: traffic as it should be, or too long ago</source>
        <translation>이벤트 로그에는 없음: 정상 트래픽이거나 너무 오래전 이벤트</translation>
    </message>
</context>
<context>
    <name>FaultChooser</name>
    <message>
        <source>Packets</source>
        <translation>패킷</translation>
    </message>
</context>
<context>
    <name>FaultPanel</name>
    <message>
        <source>Faults</source>
        <translation>장애 주입</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>지속 시간</translation>
    </message>
    <message>
        <source>until lifted</source>
        <translation>해제할 때까지</translation>
    </message>
    <message>
        <source>Duration of the fault</source>
        <translation>장애 지속 시간</translation>
    </message>
    <message>
        <source>Apply %1</source>
        <translation>%1 적용</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>적용</translation>
    </message>
</context>
<context>
    <name>FiguresPanel</name>
    <message>
        <source>not known</source>
        <translation>알 수 없음</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>연결됨</translation>
    </message>
    <message>
        <source>Disconnects</source>
        <translation>연결 끊김</translation>
    </message>
    <message>
        <source>New sids / min</source>
        <translation>분당 새 sid</translation>
    </message>
    <message>
        <source>HTTP 400</source>
        <translation>HTTP 400</translation>
    </message>
    <message>
        <source>Reconnect p95</source>
        <translation>재연결 p95</translation>
    </message>
    <message>
        <source>Messages lost</source>
        <translation>메시지 유실</translation>
    </message>
    <message numerus="yes">
        <source>%n not connected</source>
        <translation>
            <numerusform>%n개 연결 안 됨</numerusform>
        </translation>
    </message>
    <message>
        <source>all of them</source>
        <translation>모두 연결됨</translation>
    </message>
    <message numerus="yes">
        <source>%n issued in all</source>
        <translation>
            <numerusform>모두 %n개 발급</numerusform>
        </translation>
    </message>
    <message>
        <source>longest %1 s</source>
        <translation>최장 %1초</translation>
    </message>
    <message numerus="yes">
        <source>%n duplicated</source>
        <translation>
            <numerusform>중복 %n건</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FindingModel</name>
    <message>
        <source>profile</source>
        <translation>프로필</translation>
    </message>
    <message>
        <source>measure</source>
        <translation>측정 항목</translation>
    </message>
    <message>
        <source>value</source>
        <translation>값</translation>
    </message>
    <message>
        <source>what it means</source>
        <translation>의미</translation>
    </message>
</context>
<context>
    <name>FindingPanel</name>
    <message>
        <source>Nothing stands out so far</source>
        <translation>아직 눈에 띄는 것이 없습니다</translation>
    </message>
    <message>
        <source>Findings of the profiles</source>
        <translation>프로필별 발견</translation>
    </message>
    <message>
        <source>Only what stands out: hide what is as it should be</source>
        <translation>눈에 띄는 것만: 정상인 항목은 숨깁니다</translation>
    </message>
    <message>
        <source>None yet: they come with the matrix</source>
        <translation>아직 없습니다. 매트릭스를 측정하면 나타납니다</translation>
    </message>
</context>
<context>
    <name>HeatAxes</name>
    <message>
        <source>Profiles</source>
        <translation>프로필</translation>
    </message>
    <message>
        <source>Transport</source>
        <translation>전송 방식</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>클라이언트</translation>
    </message>
    <message>
        <source>Runs a cell</source>
        <translation>칸당 실행</translation>
    </message>
    <message>
        <source>as needed</source>
        <translation>자동</translation>
    </message>
    <message>
        <source>All</source>
        <translation>모두</translation>
    </message>
    <message>
        <source>Tick every profile that is there</source>
        <translation>사용할 수 있는 프로필을 모두 선택</translation>
    </message>
    <message>
        <source>None</source>
        <translation>해제</translation>
    </message>
    <message>
        <source>Take every tick away</source>
        <translation>선택을 모두 해제</translation>
    </message>
    <message>
        <source>Each cell is measured so often at least; an intermittent one more often</source>
        <translation>칸마다 적어도 이만큼 측정합니다. 결과가 오락가락하면 더 측정합니다</translation>
    </message>
</context>
<context>
    <name>HeatModel</name>
    <message>
        <source>profile</source>
        <translation>프로필</translation>
    </message>
    <message>
        <source>works</source>
        <translation>정상</translation>
    </message>
    <message>
        <source>intermittent</source>
        <translation>간헐적</translation>
    </message>
    <message>
        <source>fails</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>measuring</source>
        <translation>측정 중</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>알 수 없음</translation>
    </message>
    <message>
        <source>unavailable</source>
        <translation>사용 불가</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>측정 안 함</translation>
    </message>
    <message>
        <source>measuring, run %1</source>
        <translation>측정 중, %1회째</translation>
    </message>
    <message>
        <source>intermittent: %1 of the requests</source>
        <translation>간헐적: 요청의 %1</translation>
    </message>
    <message>
        <source>intermittent: %1 of the attempts</source>
        <translation>간헐적: 시도의 %1</translation>
    </message>
    <message>
        <source>works %1</source>
        <translation>%1 정상</translation>
    </message>
</context>
<context>
    <name>HeatPanel</name>
    <message>
        <source>Matrix</source>
        <translation>매트릭스</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>측정</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>중지</translation>
    </message>
    <message>
        <source>Space: tick a profile. Enter: the events behind a cell</source>
        <translation>스페이스: 프로필 선택. Enter: 칸의 이벤트 보기</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>진행률</translation>
    </message>
    <message>
        <source>The core is not there</source>
        <translation>코어가 없습니다</translation>
    </message>
    <message>
        <source>Tick a profile first</source>
        <translation>먼저 프로필을 선택하세요</translation>
    </message>
    <message>
        <source>Choose a transport first</source>
        <translation>먼저 전송 방식을 고르세요</translation>
    </message>
    <message>
        <source>Choose a kind of client first</source>
        <translation>먼저 클라이언트 종류를 고르세요</translation>
    </message>
    <message>
        <source>Measure what is chosen. The run that is going is ended and sealed</source>
        <translation>선택한 조합을 측정합니다. 진행 중인 실행은 끝내고 봉인합니다</translation>
    </message>
    <message>
        <source>End the matrix; what is measured stays</source>
        <translation>측정을 끝냅니다. 이미 측정한 칸은 남습니다</translation>
    </message>
    <message>
        <source>Each cell is measured by runs of its own</source>
        <translation>칸마다 별도의 실행으로 측정합니다</translation>
    </message>
    <message>
        <source>%1 of %2 cells</source>
        <translation>%2칸 중 %1칸</translation>
    </message>
    <message>
        <source>measured</source>
        <translation>측정 완료</translation>
    </message>
    <message>
        <source>stopped early</source>
        <translation>도중에 중지됨</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>실패</translation>
    </message>
</context>
<context>
    <name>LanDialog</name>
    <message>
        <source>LAN</source>
        <translation>LAN</translation>
    </message>
    <message>
        <source>Devices of the LAN</source>
        <translation>LAN 기기</translation>
    </message>
    <message>
        <source>Phones and laptops open the chat through the wire, and are clients of this run. It ends with it</source>
        <translation>휴대폰과 노트북이 와이어를 거쳐 채팅을 열고, 이 실행의 클라이언트가 됩니다. 실행이 끝나면 함께 끝납니다</translation>
    </message>
    <message>
        <source>Scan it in the same network, or send the link</source>
        <translation>같은 네트워크의 기기로 스캔하거나 링크를 보내세요</translation>
    </message>
    <message>
        <source>Interface</source>
        <translation>인터페이스</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>기기</translation>
    </message>
    <message>
        <source>Turned away</source>
        <translation>거절</translation>
    </message>
    <message>
        <source>Interface of the LAN</source>
        <translation>LAN 인터페이스</translation>
    </message>
    <message>
        <source>QR code of the link to join by</source>
        <translation>참여 링크의 QR 코드</translation>
    </message>
    <message>
        <source>Address for devices</source>
        <translation>기기용 주소</translation>
    </message>
    <message>
        <source>Copy the link to join by: it holds the token that lets a device in</source>
        <translation>참여 링크 복사: 기기를 들여보내는 토큰이 들어 있습니다</translation>
    </message>
    <message>
        <source>The command that lets devices in</source>
        <translation>기기를 들여보내는 명령</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>명령 복사</translation>
    </message>
    <message>
        <source>On</source>
        <translation>켜짐</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>꺼짐</translation>
    </message>
    <message>
        <source>The one that devices most likely reach</source>
        <translation>기기가 닿을 가능성이 가장 높은 것</translation>
    </message>
    <message>
        <source>%1 connected of %2</source>
        <translation>%2대 중 %1대 연결됨</translation>
    </message>
    <message>
        <source>Let devices in</source>
        <translation>기기 들여보내기</translation>
    </message>
    <message>
        <source>Shut the LAN out</source>
        <translation>LAN 차단</translation>
    </message>
    <message>
        <source>Listen on the LAN, for devices that know the token</source>
        <translation>토큰을 아는 기기를 위해 LAN에서 듣기</translation>
    </message>
    <message>
        <source>Close the port, and cut off every device</source>
        <translation>포트를 닫고 모든 기기를 끊기</translation>
    </message>
</context>
<context>
    <name>LibraryChoice</name>
    <message>
        <source>%1, the incident&apos;s</source>
        <translation>%1, 사고 당시 버전</translation>
    </message>
    <message>
        <source>A file…</source>
        <translation>파일…</translation>
    </message>
    <message>
        <source>A build of socket.io-client</source>
        <translation>socket.io-client 빌드 파일</translation>
    </message>
</context>
<context>
    <name>LifeModel</name>
    <message>
        <source>time</source>
        <translation>시각</translation>
    </message>
    <message>
        <source>gap</source>
        <translation>간격</translation>
    </message>
    <message>
        <source>what</source>
        <translation>내용</translation>
    </message>
    <message>
        <source>detail</source>
        <translation>상세</translation>
    </message>
    <message>
        <source>opened</source>
        <translation>열림</translation>
    </message>
    <message>
        <source>upgraded</source>
        <translation>업그레이드</translation>
    </message>
    <message>
        <source>ended</source>
        <translation>종료</translation>
    </message>
    <message>
        <source>namespace</source>
        <translation>네임스페이스</translation>
    </message>
    <message>
        <source>by %1</source>
        <translation>%1 쪽</translation>
    </message>
    <message>
        <source>a close packet</source>
        <translation>close 패킷</translation>
    </message>
    <message>
        <source>its WebSocket was closed</source>
        <translation>WebSocket이 닫힘</translation>
    </message>
    <message>
        <source>the server knew it no more</source>
        <translation>서버가 더 이상 모르는 세션</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>대기 중</translation>
    </message>
    <message>
        <source>after its end</source>
        <translation>세션 종료 후</translation>
    </message>
</context>
<context>
    <name>LifePanel</name>
    <message>
        <source>Session</source>
        <translation>세션</translation>
    </message>
    <message>
        <source>The same client&apos;s session before this one</source>
        <translation>같은 클라이언트의 이전 세션</translation>
    </message>
    <message>
        <source>The same client&apos;s next session</source>
        <translation>같은 클라이언트의 다음 세션</translation>
    </message>
    <message>
        <source>Life of the session</source>
        <translation>세션 이력</translation>
    </message>
    <message>
        <source>Of this session nothing is here any more</source>
        <translation>이 세션의 기록은 목록에 더 이상 없습니다</translation>
    </message>
    <message>
        <source>Choose a request: here is the life of its session</source>
        <translation>요청을 선택하면 그 세션의 이력을 여기에 보여 줍니다</translation>
    </message>
    <message>
        <source>lived %1</source>
        <translation>수명 %1</translation>
    </message>
    <message>
        <source>lives</source>
        <translation>진행 중</translation>
    </message>
    <message>
        <source>ended</source>
        <translation>종료됨</translation>
    </message>
    <message>
        <source>nobody saw it open</source>
        <translation>열리는 것을 보지 못함</translation>
    </message>
    <message numerus="yes">
        <source>requests: %n</source>
        <translation>
            <numerusform>요청 %n건</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>refused: %n</source>
        <translation>
            <numerusform>거부 %n건</numerusform>
        </translation>
    </message>
    <message>
        <source>messages ↑%1 ↓%2</source>
        <translation>메시지 ↑%1 ↓%2</translation>
    </message>
    <message>
        <source>ended by %1</source>
        <translation>종료 주체: %1</translation>
    </message>
    <message>
        <source>%1 of its %2 requests are here; the run folder has all of them</source>
        <translation>요청 %2건 중 %1건만 표시합니다. 전체는 실행 폴더에 있습니다</translation>
    </message>
</context>
<context>
    <name>Line</name>
    <message>
        <source>right</source>
        <translation>맞음</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>틀림</translation>
    </message>
</context>
<context>
    <name>LogModel</name>
    <message>
        <source>time</source>
        <translation>시각</translation>
    </message>
    <message>
        <source>who</source>
        <translation>주체</translation>
    </message>
    <message>
        <source>event</source>
        <translation>이벤트</translation>
    </message>
    <message>
        <source>detail</source>
        <translation>내용</translation>
    </message>
</context>
<context>
    <name>PlanPanel</name>
    <message>
        <source>Plan</source>
        <translation>실행 계획</translation>
    </message>
    <message>
        <source>Free play: no steps are planned</source>
        <translation>자유 실행: 예정된 단계가 없습니다</translation>
    </message>
</context>
<context>
    <name>ReplayBar</name>
    <message>
        <source>Replay</source>
        <translation>다시 보기</translation>
    </message>
    <message>
        <source>To the fault before (Ctrl+Left)</source>
        <translation>이전 장애로 (Ctrl+왼쪽)</translation>
    </message>
    <message>
        <source>To the next fault (Ctrl+Right)</source>
        <translation>다음 장애로 (Ctrl+오른쪽)</translation>
    </message>
    <message>
        <source>Time of the run</source>
        <translation>실행 시간</translation>
    </message>
    <message>
        <source>Drag to a second of the run; the marks are where faults began</source>
        <translation>끌어서 실행의 원하는 시점으로 옮깁니다. 표시는 장애가 시작된 곳입니다</translation>
    </message>
    <message>
        <source>Play %1 times as fast as the run was</source>
        <translation>실제 실행의 %1배 속도로 재생</translation>
    </message>
    <message>
        <source>Play (Ctrl+K)</source>
        <translation>재생 (Ctrl+K)</translation>
    </message>
    <message>
        <source>Pause (Ctrl+K)</source>
        <translation>일시 정지 (Ctrl+K)</translation>
    </message>
    <message>
        <source>Reading: %1 %</source>
        <translation>읽는 중: %1 %</translation>
    </message>
    <message>
        <source>Damaged: shown up to the damage. %1</source>
        <translation>기록이 손상됨: 손상된 곳 앞까지만 보여 줍니다. %1</translation>
    </message>
    <message>
        <source>This run was interrupted: its end is missing</source>
        <translation>도중에 중단된 실행: 끝부분이 없습니다</translation>
    </message>
    <message>
        <source>A finished run: nothing in it is changed</source>
        <translation>끝난 실행: 아무것도 바뀌지 않습니다</translation>
    </message>
</context>
<context>
    <name>ReportDialog</name>
    <message>
        <source>Report</source>
        <translation>보고서</translation>
    </message>
    <message>
        <source>Report of this run</source>
        <translation>이 실행의 보고서</translation>
    </message>
    <message>
        <source>What you add stands in a part of its own, and is never taken for measured</source>
        <translation>여기에 적은 내용은 보고서의 별도 항목에 들어가며, 측정값으로 취급되지 않습니다</translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation>티켓</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>담당자</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Severity</translation>
    </message>
    <message>
        <source>Actual impact</source>
        <translation>실제 영향</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>비고</translation>
    </message>
    <message>
        <source>Save and write again</source>
        <translation>저장하고 다시 작성</translation>
    </message>
    <message>
        <source>As PDF</source>
        <translation>PDF로</translation>
    </message>
    <message>
        <source>Open the report</source>
        <translation>보고서 열기</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>작성 중</translation>
    </message>
    <message>
        <source>The report is written when the run is over</source>
        <translation>보고서는 실행이 끝나면 작성됩니다</translation>
    </message>
    <message>
        <source>Keep this beside the evidence, and write the report again with it</source>
        <translation>증거 옆에 보관하고, 이 내용을 넣어 보고서를 다시 작성합니다</translation>
    </message>
    <message>
        <source>Write it as PDF besides, in the language of the window</source>
        <translation>창의 언어로 PDF도 작성합니다</translation>
    </message>
    <message>
        <source>Nothing is written yet</source>
        <translation>아직 작성되지 않았습니다</translation>
    </message>
    <message>
        <source>In the browser</source>
        <translation>브라우저에서 엽니다</translation>
    </message>
</context>
<context>
    <name>RequestChips</name>
    <message>
        <source>This client</source>
        <translation>이 클라이언트</translation>
    </message>
    <message>
        <source>Only requests of this client</source>
        <translation>이 클라이언트의 요청만</translation>
    </message>
    <message>
        <source>All</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>Handshake</source>
        <translation>핸드셰이크</translation>
    </message>
    <message>
        <source>Poll</source>
        <translation>폴링</translation>
    </message>
    <message>
        <source>Post</source>
        <translation>POST</translation>
    </message>
</context>
<context>
    <name>RequestMenu</name>
    <message>
        <source>Aim a fault at the client %1</source>
        <translation>클라이언트 %1: 장애 대상으로 지정</translation>
    </message>
    <message>
        <source>Aim a fault at the session %1</source>
        <translation>세션 %1: 장애 대상으로 지정</translation>
    </message>
    <message>
        <source>Aim a fault at requests of the kind %1</source>
        <translation>%1 요청: 장애 대상으로 지정</translation>
    </message>
    <message>
        <source>Show only the client %1</source>
        <translation>클라이언트 %1만 보기</translation>
    </message>
    <message>
        <source>Show only the session %1</source>
        <translation>세션 %1만 보기</translation>
    </message>
    <message>
        <source>Copy the sid</source>
        <translation>sid 복사</translation>
    </message>
</context>
<context>
    <name>RequestModel</name>
    <message>
        <source>failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>대기 중</translation>
    </message>
    <message>
        <source>answered by the wire itself: %1</source>
        <translation>와이어가 직접 응답: %1</translation>
    </message>
    <message>
        <source>fault: %1</source>
        <translation>장애: %1</translation>
    </message>
    <message>
        <source>closed by %1</source>
        <translation>닫은 쪽: %1</translation>
    </message>
    <message>
        <source>waited %1, received %2; body sent %3 B, got %4 B</source>
        <translation>대기 %1, 수신 %2, 본문 보냄 %3 B, 받음 %4 B</translation>
    </message>
    <message>
        <source>waterfall</source>
        <translation>워터폴</translation>
    </message>
    <message>
        <source>time</source>
        <translation>시각</translation>
    </message>
    <message>
        <source>method</source>
        <translation>메서드</translation>
    </message>
    <message>
        <source>kind</source>
        <translation>종류</translation>
    </message>
    <message>
        <source>status</source>
        <translation>상태</translation>
    </message>
    <message>
        <source>cause</source>
        <translation>원인</translation>
    </message>
    <message>
        <source>body</source>
        <translation>본문</translation>
    </message>
    <message>
        <source>client</source>
        <translation>클라이언트</translation>
    </message>
    <message>
        <source>sid</source>
        <translation>sid</translation>
    </message>
    <message>
        <source>size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>closed by</source>
        <translation>닫은 쪽</translation>
    </message>
</context>
<context>
    <name>RequestPanel</name>
    <message>
        <source>Requests</source>
        <translation>요청</translation>
    </message>
    <message>
        <source>Filter: words, sid:…, kind:…</source>
        <translation>필터: 단어, sid:…, kind:…</translation>
    </message>
    <message>
        <source>Filter requests</source>
        <translation>요청 필터</translation>
    </message>
    <message>
        <source>Every word must be found. sid:, client:, kind:, status:, cause: or body: look there only</source>
        <translation>모든 단어가 들어 있는 요청만 보여 줍니다. sid:, client:, kind:, status:, cause:, body:는 해당 항목에서만 찾습니다</translation>
    </message>
    <message>
        <source>Pause: keep the list as it is</source>
        <translation>일시정지: 목록을 지금 상태로 유지</translation>
    </message>
    <message>
        <source>Follow: keep the newest request in sight</source>
        <translation>따라가기: 최신 요청이 항상 보이게</translation>
    </message>
    <message numerus="yes">
        <source>%n of them are in the run folder only: too many at once, or too long ago</source>
        <translation>
            <numerusform>이 중 %n건은 실행 폴더에만 있습니다. 한꺼번에 너무 많았거나 오래된 요청입니다</numerusform>
        </translation>
    </message>
    <message>
        <source>None of the requests is like that</source>
        <translation>조건에 맞는 요청이 없습니다</translation>
    </message>
    <message>
        <source>No request has crossed the wire yet</source>
        <translation>아직 와이어를 지나간 요청이 없습니다</translation>
    </message>
</context>
<context>
    <name>ServerPanel</name>
    <message>
        <source>Server</source>
        <translation>서버</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>프로필</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>주소</translation>
    </message>
    <message>
        <source>Where clients and browsers go: the wire before the server</source>
        <translation>클라이언트와 브라우저가 접속하는 주소: 서버 앞의 와이어</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>에포크</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>주소 복사</translation>
    </message>
    <message>
        <source>Open the chat in the browser</source>
        <translation>브라우저에서 채팅 열기</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>중지</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>재시작</translation>
    </message>
    <message>
        <source>Kill</source>
        <translation>강제 종료</translation>
    </message>
    <message>
        <source>Reload</source>
        <translation>리로드</translation>
    </message>
    <message>
        <source>Crash</source>
        <translation>크래시</translation>
    </message>
    <message>
        <source>Downtime</source>
        <translation>중단 시간</translation>
    </message>
    <message>
        <source>Downtime of a restart</source>
        <translation>재시작할 때의 중단 시간</translation>
    </message>
    <message>
        <source>So long the server stays down between its end and its start</source>
        <translation>종료된 서버를 다시 시작하기까지 이만큼 기다립니다</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>명령</translation>
    </message>
    <message>
        <source>Command that starts the server</source>
        <translation>서버를 시작하는 명령</translation>
    </message>
    <message>
        <source>Server profile</source>
        <translation>서버 프로필</translation>
    </message>
    <message numerus="yes">
        <source>Life %n of the server in this run</source>
        <translation>
            <numerusform>이번 실행에서 서버의 %n번째 기동</numerusform>
        </translation>
    </message>
    <message>
        <source>Last restart: %1, asked at %2</source>
        <translation>최근 재시작: %1, %2에 요청</translation>
    </message>
    <message>
        <source>closed %1</source>
        <translation>닫힘 %1</translation>
    </message>
    <message>
        <source>open %1</source>
        <translation>열림 %1</translation>
    </message>
    <message>
        <source>answers %1</source>
        <translation>응답 %1</translation>
    </message>
    <message>
        <source>When the port was closed, open again, and a handshake answered, after it was asked for</source>
        <translation>요청 후 포트가 닫히고, 다시 열리고, 핸드셰이크에 응답하기까지 걸린 시간</translation>
    </message>
    <message>
        <source>This server is not ours: start and stop it where it runs</source>
        <translation>이 서버는 sidlab이 시작하지 않았습니다. 서버가 있는 곳에서 시작하고 중지하세요</translation>
    </message>
    <message>
        <source>An exception ends the server&apos;s process; what serves it starts it again, or we do</source>
        <translation>예외로 서버 프로세스를 끝냅니다. 서비스 방식에 따라 스스로 다시 시작하거나 sidlab이 시작합니다</translation>
    </message>
    <message>
        <source>The server is up: stop it first</source>
        <translation>서버가 실행 중입니다. 먼저 중지하세요</translation>
    </message>
    <message>
        <source>The server is changing just now</source>
        <translation>서버 상태가 바뀌는 중입니다</translation>
    </message>
    <message>
        <source>The server is not up</source>
        <translation>서버가 실행 중이 아닙니다</translation>
    </message>
    <message>
        <source>Start the server with the chosen profile</source>
        <translation>선택한 프로필로 서버를 시작합니다</translation>
    </message>
    <message>
        <source>Stop the server and leave it down</source>
        <translation>서버를 중지하고 그대로 둡니다</translation>
    </message>
    <message>
        <source>The profile %1 has no such way to restart</source>
        <translation>%1 프로필에는 이 재시작 방법이 없습니다</translation>
    </message>
    <message>
        <source>Stop the server in good order (SIGTERM) and start it again</source>
        <translation>서버를 정상 종료(SIGTERM)한 뒤 다시 시작합니다</translation>
    </message>
    <message>
        <source>Kill the server at once (SIGKILL) and start it again</source>
        <translation>서버를 즉시 강제 종료(SIGKILL)한 뒤 다시 시작합니다</translation>
    </message>
    <message>
        <source>Touch a watched file: the reloader restarts the server by itself</source>
        <translation>감시 중인 파일을 건드려 리로더가 스스로 서버를 재시작하게 합니다</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>core pid %1</source>
        <translation>코어 pid %1</translation>
    </message>
    <message>
        <source>%1 events/s</source>
        <translation>이벤트 %1건/초</translation>
    </message>
    <message>
        <source>%1 recorded</source>
        <translation>기록 %1건</translation>
    </message>
    <message>
        <source>GUI %1 ms, gap %2 ms</source>
        <translation>화면 %1 ms, 간격 %2 ms</translation>
    </message>
    <message>
        <source>%1 dropped</source>
        <translation>누락 %1건</translation>
    </message>
    <message>
        <source>%1 taps lost</source>
        <translation>관측 실패 %1건</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Socket.IO LAN harness</source>
        <translation>Socket.IO LAN 하네스</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>개요</translation>
    </message>
    <message>
        <source>Figures, charts, clients and events (Ctrl+1)</source>
        <translation>지표, 차트, 클라이언트, 이벤트 (Ctrl+1)</translation>
    </message>
    <message>
        <source>Wire</source>
        <translation>와이어</translation>
    </message>
    <message>
        <source>Requests, sessions, and what faults touched (Ctrl+2)</source>
        <translation>요청, 세션, 장애의 영향을 받은 연결 (Ctrl+2)</translation>
    </message>
    <message>
        <source>Matrix</source>
        <translation>매트릭스</translation>
    </message>
    <message>
        <source>Every way to serve, measured (Ctrl+3)</source>
        <translation>모든 서비스 방식의 측정 결과 (Ctrl+3)</translation>
    </message>
    <message>
        <source>Save a stamped picture of this window into the run folder (Ctrl+P)</source>
        <translation>이 창을 출처가 찍힌 그림으로 실행 폴더에 저장합니다(Ctrl+P)</translation>
    </message>
    <message>
        <source>Write a note into the evidence (Ctrl+N)</source>
        <translation>증거에 메모를 남깁니다(Ctrl+N)</translation>
    </message>
    <message>
        <source>Light or dark (Ctrl+T)</source>
        <translation>밝게 또는 어둡게(Ctrl+T)</translation>
    </message>
    <message>
        <source>Switch to Korean (Ctrl+L)</source>
        <translation>영어로 전환(Ctrl+L)</translation>
    </message>
    <message>
        <source>Start run</source>
        <translation>실행 시작</translation>
    </message>
    <message>
        <source>Start what is chosen on the left</source>
        <translation>왼쪽에서 고른 것을 시작합니다</translation>
    </message>
    <message>
        <source>Measuring</source>
        <translation>측정 중</translation>
    </message>
    <message>
        <source>Replay</source>
        <translation>다시 보기</translation>
    </message>
    <message>
        <source>LAN</source>
        <translation>LAN</translation>
    </message>
    <message>
        <source>Let phones and laptops of the LAN take part (Ctrl+J)</source>
        <translation>LAN의 휴대폰과 노트북을 참여시키기 (Ctrl+J)</translation>
    </message>
    <message>
        <source>A matrix is being measured: stop it first</source>
        <translation>매트릭스를 측정하고 있습니다. 먼저 중지하세요</translation>
    </message>
    <message>
        <source>The core is not there</source>
        <translation>코어가 없습니다</translation>
    </message>
    <message>
        <source>Trial</source>
        <translation>시험</translation>
    </message>
    <message>
        <source>Ways to write a client, side by side (Ctrl+4)</source>
        <translation>클라이언트 작성 방식을 나란히 비교 (Ctrl+4)</translation>
    </message>
    <message>
        <source>Board</source>
        <translation>보드</translation>
    </message>
    <message>
        <source>raw record</source>
        <translation>원본 기록</translation>
    </message>
    <message>
        <source>Cookies, credentials and what people wrote stand in this run as they crossed the wire.</source>
        <translation>쿠키, 인증 정보, 사람들이 쓴 글이 와이어를 지나간 그대로 이 실행에 남아 있습니다.</translation>
    </message>
    <message>
        <source>Which cause it was, and what speaks for it (Ctrl+5)</source>
        <translation>어떤 원인이었는지, 무엇이 그것을 지지하는지 (Ctrl+5)</translation>
    </message>
    <message numerus="yes">
        <source>causes kept: %n</source>
        <translation>
            <numerusform>유지된 가설 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>Compare two runs, figure by figure (Ctrl+D)</source>
        <translation>두 실행을 수치별로 비교 (Ctrl+D)</translation>
    </message>
    <message>
        <source>Report of this run: open it, or add to it (Ctrl+R)</source>
        <translation>이 실행의 보고서: 열거나 내용을 추가합니다 (Ctrl+R)</translation>
    </message>
    <message>
        <source>Stop run</source>
        <translation>실행 중지</translation>
    </message>
    <message>
        <source>End the run and seal its folder</source>
        <translation>실행을 끝내고 폴더를 봉인합니다</translation>
    </message>
    <message>
        <source>What to run: free play, or a built-in scenario</source>
        <translation>무엇을 실행할지: 자유 실행 또는 내장 시나리오</translation>
    </message>
    <message>
        <source>Scenario</source>
        <translation>시나리오</translation>
    </message>
    <message>
        <source>Note, then Enter</source>
        <translation>메모를 쓰고 Enter</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>실행</translation>
    </message>
    <message>
        <source>Free play</source>
        <translation>자유 실행</translation>
    </message>
</context>
<context>
    <name>TouchedModel</name>
    <message>
        <source>time</source>
        <translation>시각</translation>
    </message>
    <message>
        <source>fault</source>
        <translation>장애</translation>
    </message>
    <message>
        <source>what it did</source>
        <translation>동작</translation>
    </message>
    <message>
        <source>client</source>
        <translation>클라이언트</translation>
    </message>
    <message>
        <source>kind</source>
        <translation>종류</translation>
    </message>
    <message>
        <source>connection %1, request %2</source>
        <translation>연결 %1, 요청 %2</translation>
    </message>
</context>
<context>
    <name>TouchedPanel</name>
    <message>
        <source>Touched by faults</source>
        <translation>장애의 영향을 받은 연결</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>필터</translation>
    </message>
    <message>
        <source>Filter what faults touched</source>
        <translation>장애의 영향을 받은 연결 필터</translation>
    </message>
    <message>
        <source>No fault has touched a connection yet</source>
        <translation>아직 장애의 영향을 받은 연결이 없습니다</translation>
    </message>
</context>
<context>
    <name>TrialBars</name>
    <message>
        <source>Live sockets a page</source>
        <translation>페이지당 살아 있는 소켓</translation>
    </message>
    <message>
        <source>Messages that came twice or more</source>
        <translation>두 번 이상 도착한 메시지</translation>
    </message>
    <message>
        <source>400s by body</source>
        <translation>본문별 400</translation>
    </message>
    <message>
        <source>(up to %1 times)</source>
        <translation>(최대 %1번)</translation>
    </message>
</context>
<context>
    <name>TrialModel</name>
    <message>
        <source>behaviour</source>
        <translation>작성 방식</translation>
    </message>
    <message>
        <source>pages</source>
        <translation>페이지</translation>
    </message>
    <message>
        <source>sockets</source>
        <translation>소켓</translation>
    </message>
    <message>
        <source>400s</source>
        <translation>400</translation>
    </message>
    <message>
        <source>400s by body</source>
        <translation>본문별 400</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>유실</translation>
    </message>
    <message>
        <source>twice</source>
        <translation>중복</translation>
    </message>
    <message>
        <source>copies</source>
        <translation>사본</translation>
    </message>
    <message>
        <source>back after</source>
        <translation>복구</translation>
    </message>
    <message>
        <source>while away</source>
        <translation>부재 중 요청</translation>
    </message>
    <message>
        <source>How the client is written</source>
        <translation>클라이언트가 어떻게 작성되었는지</translation>
    </message>
    <message>
        <source>Pages, or clients, that are written so</source>
        <translation>그렇게 작성된 페이지나 클라이언트 수</translation>
    </message>
    <message>
        <source>Sockets alive in a page at the end, on average: more than one is a leak</source>
        <translation>끝났을 때 페이지당 살아 있는 소켓 수(평균): 하나보다 많으면 누수</translation>
    </message>
    <message>
        <source>Requests that were answered 400</source>
        <translation>400 응답을 받은 요청 수</translation>
    </message>
    <message>
        <source>What requests that were answered 400 carried: a close packet is harmless, a message is lost</source>
        <translation>400 응답을 받은 요청이 실어 나른 것: close-packet은 무해하고, message는 유실됨</translation>
    </message>
    <message>
        <source>Messages that reached nobody, or not everybody</source>
        <translation>아무에게도, 또는 모두에게는 도착하지 못한 메시지</translation>
    </message>
    <message>
        <source>Messages that came to a page twice or more</source>
        <translation>한 페이지에 두 번 이상 도착한 메시지</translation>
    </message>
    <message>
        <source>So often one message came to one page, at most</source>
        <translation>메시지 하나가 한 페이지에 도착한 최대 횟수</translation>
    </message>
    <message>
        <source>Seconds without a connection, which 95% of the times were shorter than</source>
        <translation>연결 없이 지낸 시간(초), 95%는 이보다 짧음</translation>
    </message>
    <message>
        <source>Requests sent while the server was away</source>
        <translation>서버가 없는 동안 보낸 요청 수</translation>
    </message>
</context>
<context>
    <name>TrialPanel</name>
    <message>
        <source>The fix on trial</source>
        <translation>수정안 시험</translation>
    </message>
    <message>
        <source>The same restarts for each way to write a client, in one run</source>
        <translation>한 번의 실행에서, 클라이언트 작성 방식마다 같은 재시작을 겪게 함</translation>
    </message>
    <message>
        <source>Nothing was tried in this run. The scenario fix-on-trial restarts the server under pages that are written as they were, as the document&apos;s fix has it, and with the old socket closed first; it counts live sockets, 400s, and messages that were lost or came twice.</source>
        <translation>이 실행에서는 시험한 것이 없습니다. 시나리오 fix-on-trial은 원래 방식, 문서의 수정안 방식, 이전 소켓을 먼저 닫는 방식으로 작성된 페이지들이 붙어 있는 동안 서버를 재시작하고, 살아 있는 소켓과 400, 유실되거나 두 번 도착한 메시지를 셉니다.</translation>
    </message>
    <message>
        <source>Run the trial</source>
        <translation>시험 실행</translation>
    </message>
    <message>
        <source>So far: the run is still going on</source>
        <translation>지금까지의 결과: 실행이 아직 진행 중입니다</translation>
    </message>
    <message>
        <source>The core is not there</source>
        <translation>코어가 없습니다</translation>
    </message>
    <message>
        <source>A run is going on: stop it first</source>
        <translation>실행이 진행 중입니다. 먼저 중지하세요</translation>
    </message>
    <message>
        <source>A matrix is being measured: stop it first</source>
        <translation>매트릭스를 측정하고 있습니다. 먼저 중지하세요</translation>
    </message>
    <message>
        <source>There is no scenario fix-on-trial here</source>
        <translation>여기에는 시나리오 fix-on-trial이 없습니다</translation>
    </message>
    <message>
        <source>Start the scenario fix-on-trial</source>
        <translation>시나리오 fix-on-trial을 시작</translation>
    </message>
</context>
<context>
    <name>TrialSays</name>
    <message>
        <source>What it comes to</source>
        <translation>시험 결과</translation>
    </message>
</context>
<context>
    <name>Ways</name>
    <message>
        <source>Ways to fail</source>
        <translation>고장 내기</translation>
    </message>
    <message>
        <source>Hang it, block it, let its clock jump …</source>
        <translation>멈추기, 막기, 시계 건너뛰기 등</translation>
    </message>
    <message>
        <source>What</source>
        <translation>방법</translation>
    </message>
    <message>
        <source>Way to fail</source>
        <translation>고장 내는 방법</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>지속 시간</translation>
    </message>
    <message>
        <source>until ended</source>
        <translation>끝낼 때까지</translation>
    </message>
    <message>
        <source>Duration of the way to fail</source>
        <translation>고장의 지속 시간</translation>
    </message>
    <message>
        <source>Apply %1</source>
        <translation>%1 적용</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>적용</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>The picture could not be saved</source>
        <translation>그림을 저장하지 못했습니다</translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <translation>저장함: %1</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>idle</source>
        <translation>대기</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>시작 중</translation>
    </message>
    <message>
        <source>running</source>
        <translation>실행 중</translation>
    </message>
    <message>
        <source>ending</source>
        <translation>종료 중</translation>
    </message>
    <message>
        <source>sealed</source>
        <translation>봉인됨</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>down</source>
        <translation>꺼짐</translation>
    </message>
    <message>
        <source>up</source>
        <translation>켜짐</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>중지 중</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>대기</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>연결 중</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>연결됨</translation>
    </message>
    <message>
        <source>reconnecting</source>
        <translation>재연결 중</translation>
    </message>
    <message>
        <source>gone</source>
        <translation>사라짐</translation>
    </message>
    <message>
        <source>done</source>
        <translation>완료</translation>
    </message>
    <message>
        <source>unknown-sid</source>
        <translation>알 수 없는 sid</translation>
    </message>
    <message>
        <source>missing-sid</source>
        <translation>sid 없음</translation>
    </message>
    <message>
        <source>protocol-version</source>
        <translation>프로토콜 버전</translation>
    </message>
    <message>
        <source>unknown-transport</source>
        <translation>알 수 없는 전송</translation>
    </message>
    <message>
        <source>origin</source>
        <translation>허용되지 않은 출처</translation>
    </message>
    <message>
        <source>bad-upgrade</source>
        <translation>잘못된 업그레이드</translation>
    </message>
    <message>
        <source>polling-after-upgrade</source>
        <translation>업그레이드 후 폴링</translation>
    </message>
    <message>
        <source>bad-request</source>
        <translation>잘못된 요청</translation>
    </message>
    <message>
        <source>payload</source>
        <translation>페이로드</translation>
    </message>
    <message>
        <source>other</source>
        <translation>기타</translation>
    </message>
    <message>
        <source>gevent&apos;s web server, one process</source>
        <translation>gevent 웹 서버, 프로세스 하나</translation>
    </message>
    <message>
        <source>gunicorn with two gevent workers and no stickiness</source>
        <translation>gunicorn, gevent 워커 둘, 고정 세션 없음</translation>
    </message>
    <message>
        <source>a socket.io server under Node, with its own words for errors</source>
        <translation>Node의 socket.io 서버, 오류 문구가 다름</translation>
    </message>
    <message>
        <source>two servers that share a Redis message queue, behind a sticky haproxy or nginx</source>
        <translation>Redis 메시지 큐를 공유하는 서버 두 대, 세션을 고정하는 haproxy 또는 nginx 뒤</translation>
    </message>
    <message>
        <source>two servers behind haproxy or nginx, each request to the next server</source>
        <translation>haproxy 또는 nginx 뒤의 서버 두 대, 요청마다 다음 서버로</translation>
    </message>
    <message>
        <source>two servers behind haproxy or nginx, each session kept with its server</source>
        <translation>haproxy 또는 nginx 뒤의 서버 두 대, 세션마다 같은 서버로</translation>
    </message>
    <message>
        <source>two servers behind haproxy or nginx, each client kept with its server by a cookie</source>
        <translation>haproxy 또는 nginx 뒤의 서버 두 대, 쿠키로 클라이언트마다 같은 서버로</translation>
    </message>
    <message>
        <source>gunicorn, one gthread worker with one thread: the document&apos;s remote</source>
        <translation>gunicorn, 스레드 하나인 gthread 워커 하나: 문서의 원격 서버</translation>
    </message>
    <message>
        <source>gunicorn, one gthread worker with 100 threads</source>
        <translation>gunicorn, 스레드 100개인 gthread 워커 하나</translation>
    </message>
    <message>
        <source>gunicorn, four gthread workers and no stickiness</source>
        <translation>gunicorn, gthread 워커 넷, 고정 세션 없음</translation>
    </message>
    <message>
        <source>gunicorn, one gevent worker, gevent-websocket installed: the document&apos;s fix</source>
        <translation>gunicorn, gevent 워커 하나, gevent-websocket 설치됨: 문서의 해결책</translation>
    </message>
    <message>
        <source>gunicorn, one gevent worker, gevent-websocket not installed</source>
        <translation>gunicorn, gevent 워커 하나, gevent-websocket 설치되지 않음</translation>
    </message>
    <message>
        <source>gunicorn, one worker of gevent-websocket&apos;s own class</source>
        <translation>gunicorn, gevent-websocket 전용 클래스의 워커 하나</translation>
    </message>
    <message>
        <source>gunicorn, one gevent worker that is replaced after 300 requests</source>
        <translation>gunicorn, 요청 300개마다 교체되는 gevent 워커 하나</translation>
    </message>
    <message>
        <source>gunicorn, one worker of its default class (sync), killed after 5 s of silence</source>
        <translation>gunicorn, 기본 클래스(sync) 워커 하나, 5초 동안 응답이 없으면 강제 종료</translation>
    </message>
    <message>
        <source>Werkzeug&apos;s development server, threads, no reloader</source>
        <translation>Werkzeug 개발 서버, 스레드, 리로더 없음</translation>
    </message>
    <message>
        <source>Werkzeug&apos;s development server with its reloader, as in the incident</source>
        <translation>Werkzeug 개발 서버와 리로더, 사고 때와 같은 구성</translation>
    </message>
    <message>
        <source>Let nothing pass, and tell no one</source>
        <translation>아무것도 통과시키지 않고 알리지도 않습니다</translation>
    </message>
    <message>
        <source>Close connections in good order (FIN)</source>
        <translation>연결을 정상적으로 닫습니다(FIN)</translation>
    </message>
    <message>
        <source>Delay what passes</source>
        <translation>지나가는 것을 늦춥니다</translation>
    </message>
    <message>
        <source>Refuse new connections</source>
        <translation>새 연결을 거부합니다</translation>
    </message>
    <message>
        <source>Reset connections (RST)</source>
        <translation>연결을 리셋합니다(RST)</translation>
    </message>
    <message>
        <source>Accept new connections and say nothing</source>
        <translation>새 연결을 받고 아무 말도 하지 않습니다</translation>
    </message>
    <message>
        <source>Close one direction and leave the other open (FIN)</source>
        <translation>한 방향만 닫고 다른 방향은 열어 둡니다(FIN)</translation>
    </message>
    <message>
        <source>Let only so many bytes a second pass</source>
        <translation>1초에 정해진 만큼만 통과시킵니다</translation>
    </message>
    <message>
        <source>Cut the stream into small pieces</source>
        <translation>스트림을 작은 조각으로 나눕니다</translation>
    </message>
    <message>
        <source>End connections after so many bytes</source>
        <translation>정해진 바이트 뒤에 연결을 끝냅니다</translation>
    </message>
    <message>
        <source>End a WebSocket some time after it was opened</source>
        <translation>WebSocket을 열린 지 얼마 뒤에 끝냅니다</translation>
    </message>
    <message>
        <source>Cut connections that are idle, as a firewall does</source>
        <translation>방화벽처럼 유휴 연결을 끊습니다</translation>
    </message>
    <message>
        <source>Fail the first connections, and let the rest be</source>
        <translation>처음 몇 연결을 실패시키고 나머지는 그대로 둡니다</translation>
    </message>
    <message>
        <source>Go down and come up again by a rhythm</source>
        <translation>주기에 따라 내려갔다가 다시 올라옵니다</translation>
    </message>
    <message>
        <source>Send requests with an origin that is not listed</source>
        <translation>목록에 없는 출처(Origin)로 요청을 보냅니다</translation>
    </message>
    <message>
        <source>Send POSTs larger than the server takes</source>
        <translation>서버가 받는 크기를 넘는 POST를 보냅니다</translation>
    </message>
    <message>
        <source>Answer handshakes from a cache</source>
        <translation>핸드셰이크에 캐시된 응답을 돌려줍니다</translation>
    </message>
    <message>
        <source>Take cookies out of requests or answers</source>
        <translation>요청이나 응답에서 쿠키를 뺍니다</translation>
    </message>
    <message>
        <source>Send polls twice, so that two of one session overlap</source>
        <translation>폴링을 두 번 보내 한 세션의 폴링이 겹치게 합니다</translation>
    </message>
    <message>
        <source>Send requests with a session id that is no longer good</source>
        <translation>더는 유효하지 않은 세션 ID로 요청을 보냅니다</translation>
    </message>
    <message>
        <source>Answer with an error in the server&apos;s place</source>
        <translation>서버 대신 오류로 응답합니다</translation>
    </message>
    <message>
        <source>Take the wish for WebSocket out of requests</source>
        <translation>요청에서 WebSocket 업그레이드를 뺍니다</translation>
    </message>
    <message>
        <source>Open sessions in another version of the protocol</source>
        <translation>다른 프로토콜 버전으로 세션을 엽니다</translation>
    </message>
    <message>
        <source>Lose packets</source>
        <translation>패킷을 잃어버립니다</translation>
    </message>
    <message>
        <source>Deliver packets twice</source>
        <translation>패킷을 두 번 전달합니다</translation>
    </message>
    <message>
        <source>Let packets be overtaken</source>
        <translation>패킷의 순서가 뒤바뀝니다</translation>
    </message>
    <message>
        <source>Flip one bit in packets</source>
        <translation>패킷의 비트 하나를 뒤집습니다</translation>
    </message>
    <message>
        <source>python-socketio AsyncClient over aiohttp, many in one process</source>
        <translation>aiohttp 위의 python-socketio AsyncClient, 한 프로세스에 여럿</translation>
    </message>
    <message>
        <source>python-socketio Client over requests and websocket-client, in threads</source>
        <translation>requests와 websocket-client 위의 python-socketio Client, 스레드 방식</translation>
    </message>
    <message>
        <source>connects once; a connection that is lost stays lost</source>
        <translation>한 번만 연결합니다. 끊기면 끊긴 채로 둡니다</translation>
    </message>
    <message>
        <source>the library&apos;s own reconnection, with its default delays</source>
        <translation>라이브러리의 재연결을 기본 지연 그대로 씁니다</translation>
    </message>
    <message>
        <source>free play</source>
        <translation>자유 실행</translation>
    </message>
    <message>
        <source>Hard kill: the server is gone for two seconds</source>
        <translation>강제 종료: 서버가 2초 동안 사라짐</translation>
    </message>
    <message>
        <source>The incident: reloader restarts under polling clients</source>
        <translation>사고 재현: 폴링 클라이언트가 있는 중에 리로더 재시작</translation>
    </message>
    <message>
        <source>The incident in a browser: reloads and a reset under real pages</source>
        <translation>브라우저에서의 사고 재현: 실제 페이지에 리로드와 리셋</translation>
    </message>
    <message>
        <source>A reset in the gap of a reload</source>
        <translation>리로드 틈의 리셋</translation>
    </message>
    <message>
        <source>The incident&apos;s reloads over WebSocket only</source>
        <translation>사고와 같은 리로드, WebSocket만 사용</translation>
    </message>
    <message>
        <source>Wi-Fi drops for a moment</source>
        <translation>Wi-Fi가 잠깐 끊김</translation>
    </message>
    <message>
        <source>Wi-Fi is lost for longer than the ping limits</source>
        <translation>Wi-Fi가 핑 한도보다 오래 끊김</translation>
    </message>
    <message>
        <source>A weak Wi-Fi: packets are lost, and nobody is cut off</source>
        <translation>Wi-Fi 신호가 약함: 패킷을 잃지만 아무도 끊기지 않습니다</translation>
    </message>
    <message>
        <source>Block the event loop, and every thread with it</source>
        <translation>이벤트 루프와 모든 스레드를 함께 막기</translation>
    </message>
    <message>
        <source>Keep the server busy with other work</source>
        <translation>서버를 다른 일로 바쁘게 하기</translation>
    </message>
    <message>
        <source>Let the server&apos;s own clock jump</source>
        <translation>서버 자신의 시계만 건너뛰게 하기</translation>
    </message>
    <message>
        <source>Accept nothing, and let the backlog be full</source>
        <translation>연결을 수락하지 않고 백로그를 가득 채우기</translation>
    </message>
    <message>
        <source>Stop the serving process, and let it go on later</source>
        <translation>서비스 프로세스를 멈췄다가 나중에 이어 가게 하기</translation>
    </message>
    <message>
        <source>End one worker, and let another take its place</source>
        <translation>워커 하나를 끝내고 다른 워커가 대신하게 하기</translation>
    </message>
    <message>
        <source>Start a second server on the same port</source>
        <translation>같은 포트에 두 번째 서버 시작</translation>
    </message>
    <message>
        <source>block</source>
        <translation>블로킹</translation>
    </message>
    <message>
        <source>busy</source>
        <translation>과부하</translation>
    </message>
    <message>
        <source>clock-jump</source>
        <translation>시계 점프</translation>
    </message>
    <message>
        <source>full-backlog</source>
        <translation>백로그 포화</translation>
    </message>
    <message>
        <source>recycle</source>
        <translation>워커 교체</translation>
    </message>
    <message>
        <source>second-server</source>
        <translation>두 번째 서버</translation>
    </message>
    <message>
        <source>crash</source>
        <translation>크래시</translation>
    </message>
    <message>
        <source>the server</source>
        <translation>서버</translation>
    </message>
    <message>
        <source>whom</source>
        <translation>누구를</translation>
    </message>
    <message>
        <source>by</source>
        <translation>얼마나</translation>
    </message>
    <message>
        <source>share</source>
        <translation>비율</translation>
    </message>
    <message>
        <source>of its time that the other work takes</source>
        <translation>다른 일이 차지하는 시간의 몫</translation>
    </message>
    <message>
        <source>which of the serving processes</source>
        <translation>어느 서비스 프로세스에</translation>
    </message>
    <message>
        <source>how far, forwards or (below 0) backwards</source>
        <translation>앞으로, 또는 0보다 작으면 뒤로 얼마나</translation>
    </message>
    <message>
        <source>how long the backlog is</source>
        <translation>백로그의 길이</translation>
    </message>
    <message>
        <source>by SIGTERM, SIGHUP or SIGKILL</source>
        <translation>SIGTERM, SIGHUP 또는 SIGKILL로</translation>
    </message>
    <message>
        <source>a system with POSIX signals</source>
        <translation>POSIX 시그널이 있는 시스템</translation>
    </message>
    <message>
        <source>Linux: elsewhere SO_REUSEPORT does not deal connections out</source>
        <translation>Linux: 다른 시스템에서는 SO_REUSEPORT가 연결을 나누어 주지 않음</translation>
    </message>
    <message>
        <source>Linux: only its kernel says how full a backlog is</source>
        <translation>Linux: 백로그가 얼마나 찼는지는 Linux 커널만 알려 줌</translation>
    </message>
    <message>
        <source>the server is not up: start it first</source>
        <translation>서버가 떠 있지 않습니다. 먼저 시작하세요</translation>
    </message>
    <message>
        <source>no process of the server takes the order to crash: restart it by kill</source>
        <translation>크래시 명령을 받는 서버 프로세스가 없습니다. 강제 종료로 재시작하세요</translation>
    </message>
    <message>
        <source>Disconnects by reason</source>
        <translation>사유별 연결 끊김</translation>
    </message>
    <message>
        <source>400s by cause</source>
        <translation>원인별 HTTP 400</translation>
    </message>
    <message>
        <source>New session ids</source>
        <translation>새 세션 ID</translation>
    </message>
    <message>
        <source>events</source>
        <translation>건</translation>
    </message>
    <message>
        <source>1/s</source>
        <translation>초당</translation>
    </message>
    <message>
        <source>direction</source>
        <translation>방향</translation>
    </message>
    <message>
        <source>then</source>
        <translation>끝난 뒤</translation>
    </message>
    <message>
        <source>end</source>
        <translation>끝점</translation>
    </message>
    <message>
        <source>delay</source>
        <translation>지연</translation>
    </message>
    <message>
        <source>jitter</source>
        <translation>지터</translation>
    </message>
    <message>
        <source>up is towards the server</source>
        <translation>상향은 서버 쪽입니다</translation>
    </message>
    <message>
        <source>what becomes of it when the fault ends</source>
        <translation>장애가 끝나면 붙잡아 둔 것을 어떻게 할지</translation>
    </message>
    <message>
        <source>who gets the FIN</source>
        <translation>FIN을 받는 쪽</translation>
    </message>
    <message>
        <source>who gets the RST</source>
        <translation>RST를 받는 쪽</translation>
    </message>
    <message>
        <source>percent</source>
        <translation>비율</translation>
    </message>
    <message>
        <source>of the packets</source>
        <translation>패킷 중에서</translation>
    </message>
    <message>
        <source>it waits so long</source>
        <translation>이만큼 기다립니다</translation>
    </message>
    <message>
        <source>added each way</source>
        <translation>방향마다 더해집니다</translation>
    </message>
    <message>
        <source>distribution</source>
        <translation>분포</translation>
    </message>
    <message>
        <source>rate</source>
        <translation>속도</translation>
    </message>
    <message>
        <source>gap</source>
        <translation>간격</translation>
    </message>
    <message>
        <source>after</source>
        <translation>이후</translation>
    </message>
    <message>
        <source>how</source>
        <translation>방식</translation>
    </message>
    <message>
        <source>first</source>
        <translation>처음</translation>
    </message>
    <message>
        <source>size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>down_for</source>
        <translation>내려간 시간</translation>
    </message>
    <message>
        <source>up_for</source>
        <translation>올라온 시간</translation>
    </message>
    <message>
        <source>how much the delay varies</source>
        <translation>지연이 흔들리는 폭</translation>
    </message>
    <message>
        <source>how the delay varies</source>
        <translation>지연이 흔들리는 모양</translation>
    </message>
    <message>
        <source>a connection, each way</source>
        <translation>연결 하나, 방향마다</translation>
    </message>
    <message>
        <source>of a piece, at most</source>
        <translation>한 조각의 최대 크기</translation>
    </message>
    <message>
        <source>between two pieces</source>
        <translation>두 조각 사이</translation>
    </message>
    <message>
        <source>bytes that go on</source>
        <translation>통과하는 바이트</translation>
    </message>
    <message>
        <source>by RST or by FIN</source>
        <translation>RST로 또는 FIN으로</translation>
    </message>
    <message>
        <source>from its opening</source>
        <translation>열린 때부터</translation>
    </message>
    <message>
        <source>without a byte</source>
        <translation>바이트가 오가지 않은 시간</translation>
    </message>
    <message>
        <source>tell both ends, or nobody</source>
        <translation>양쪽에 알리거나 아무에게도 알리지 않음</translation>
    </message>
    <message>
        <source>so many connections</source>
        <translation>연결 수</translation>
    </message>
    <message>
        <source>what becomes of them</source>
        <translation>그 연결을 어떻게 할지</translation>
    </message>
    <message>
        <source>down so long</source>
        <translation>이만큼 내려가 있습니다</translation>
    </message>
    <message>
        <source>then up so long</source>
        <translation>그다음 이만큼 올라와 있습니다</translation>
    </message>
    <message>
        <source>what being down means</source>
        <translation>내려감의 뜻</translation>
    </message>
    <message>
        <source>times</source>
        <translation>횟수</translation>
    </message>
    <message>
        <source>code</source>
        <translation>코드</translation>
    </message>
    <message>
        <source>version</source>
        <translation>버전</translation>
    </message>
    <message>
        <source>cookie</source>
        <translation>쿠키</translation>
    </message>
    <message>
        <source>where</source>
        <translation>위치</translation>
    </message>
    <message>
        <source>beyond</source>
        <translation>초과량</translation>
    </message>
    <message>
        <source>once for each client, or each time</source>
        <translation>클라이언트마다 한 번, 또는 매번</translation>
    </message>
    <message>
        <source>413, 502, 503, 504 are what proxies say</source>
        <translation>프록시가 쓰는 것은 413, 502, 503, 504</translation>
    </message>
    <message>
        <source>what EIO says; empty: nothing</source>
        <translation>EIO에 적을 값, 비우면 없음</translation>
    </message>
    <message>
        <source>its name; empty: all of them</source>
        <translation>이름, 비우면 모두</translation>
    </message>
    <message>
        <source>what it is taken out of</source>
        <translation>어디에서 뺄지</translation>
    </message>
    <message>
        <source>above what the server takes</source>
        <translation>서버가 받는 크기를 넘는 양</translation>
    </message>
    <message>
        <source>reset</source>
        <translation>리셋</translation>
    </message>
    <message>
        <source>close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>refuse</source>
        <translation>거부</translation>
    </message>
    <message>
        <source>blackhole</source>
        <translation>블랙홀</translation>
    </message>
    <message>
        <source>latency</source>
        <translation>지연</translation>
    </message>
    <message>
        <source>hang</source>
        <translation>무응답</translation>
    </message>
    <message>
        <source>half-close</source>
        <translation>반만 닫기</translation>
    </message>
    <message>
        <source>bandwidth</source>
        <translation>대역폭</translation>
    </message>
    <message>
        <source>slice</source>
        <translation>잘게 나누기</translation>
    </message>
    <message>
        <source>limit</source>
        <translation>바이트 제한</translation>
    </message>
    <message>
        <source>kill-after</source>
        <translation>수명 제한</translation>
    </message>
    <message>
        <source>idle-cut</source>
        <translation>유휴 끊기</translation>
    </message>
    <message>
        <source>fail-first</source>
        <translation>처음 실패</translation>
    </message>
    <message>
        <source>flap</source>
        <translation>오르내림</translation>
    </message>
    <message>
        <source>stale-sid</source>
        <translation>지난 sid</translation>
    </message>
    <message>
        <source>status</source>
        <translation>오류 응답</translation>
    </message>
    <message>
        <source>strip-upgrade</source>
        <translation>Upgrade 제거</translation>
    </message>
    <message>
        <source>bad-origin</source>
        <translation>잘못된 출처</translation>
    </message>
    <message>
        <source>wrong-version</source>
        <translation>잘못된 버전</translation>
    </message>
    <message>
        <source>drop-cookie</source>
        <translation>쿠키 제거</translation>
    </message>
    <message>
        <source>cached-handshake</source>
        <translation>캐시된 핸드셰이크</translation>
    </message>
    <message>
        <source>overlap-poll</source>
        <translation>겹친 폴링</translation>
    </message>
    <message>
        <source>big-payload</source>
        <translation>과대 페이로드</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>패킷 손실</translation>
    </message>
    <message>
        <source>duplicate</source>
        <translation>패킷 중복</translation>
    </message>
    <message>
        <source>reorder</source>
        <translation>순서 뒤바뀜</translation>
    </message>
    <message>
        <source>corrupt</source>
        <translation>패킷 손상</translation>
    </message>
    <message>
        <source>restart</source>
        <translation>재시작</translation>
    </message>
    <message>
        <source>start</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>stop</source>
        <translation>중지</translation>
    </message>
    <message>
        <source>graceful</source>
        <translation>정상</translation>
    </message>
    <message>
        <source>kill</source>
        <translation>강제 종료</translation>
    </message>
    <message>
        <source>reload</source>
        <translation>리로드</translation>
    </message>
    <message>
        <source>screenshot</source>
        <translation>화면 저장</translation>
    </message>
    <message>
        <source>server-down</source>
        <translation>서버 다운</translation>
    </message>
    <message>
        <source>all</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>all faults</source>
        <translation>모든 장애</translation>
    </message>
    <message>
        <source>upgrade</source>
        <translation>업그레이드</translation>
    </message>
    <message>
        <source>polling</source>
        <translation>polling</translation>
    </message>
    <message>
        <source>websocket</source>
        <translation>websocket</translation>
    </message>
    <message>
        <source>python</source>
        <translation>python</translation>
    </message>
    <message>
        <source>python-threads</source>
        <translation>python-threads</translation>
    </message>
    <message>
        <source>plain</source>
        <translation>기본</translation>
    </message>
    <message>
        <source>no-reconnect</source>
        <translation>재연결 안 함</translation>
    </message>
    <message>
        <source>no run is going: start one first</source>
        <translation>진행 중인 실행이 없습니다. 먼저 시작하세요</translation>
    </message>
    <message>
        <source>the wire is not there yet: a fault needs a run</source>
        <translation>아직 와이어가 없습니다. 장애를 주입하려면 실행이 필요합니다</translation>
    </message>
    <message>
        <source>the server is not there yet: start a run first</source>
        <translation>아직 서버가 없습니다. 먼저 실행을 시작하세요</translation>
    </message>
    <message>
        <source>the run is not open yet: clients need a server</source>
        <translation>아직 실행이 열리지 않았습니다. 클라이언트에는 서버가 필요합니다</translation>
    </message>
    <message>
        <source>the server did not reload</source>
        <translation>서버가 리로드되지 않았습니다</translation>
    </message>
    <message>
        <source>target</source>
        <translation>대상</translation>
    </message>
    <message>
        <source>set own_port = true for its group, or aim at all</source>
        <translation>그룹에 own_port = true를 설정하거나 전체를 대상으로 하세요</translation>
    </message>
    <message>
        <source>a port can be closed for all, or for clients with a port of their own</source>
        <translation>포트는 전체에 대해서나, 전용 포트가 있는 클라이언트에 대해서만 닫을 수 있습니다</translation>
    </message>
    <message>
        <source>it wrote nothing</source>
        <translation>아무것도 출력하지 않았습니다</translation>
    </message>
    <message>
        <source>end that, or have --command listen elsewhere and name its address with --url</source>
        <translation>그것을 끝내거나, --command가 다른 곳에서 듣게 하고 그 주소를 --url로 지정하세요</translation>
    </message>
    <message>
        <source>ended</source>
        <translation>종료되었습니다</translation>
    </message>
    <message>
        <source>restart (%1)</source>
        <translation>재시작(%1)</translation>
    </message>
    <message>
        <source>stop (%1)</source>
        <translation>중지(%1)</translation>
    </message>
    <message>
        <source>note: %1</source>
        <translation>메모: %1</translation>
    </message>
    <message>
        <source>relieve %1</source>
        <translation>%1 해제</translation>
    </message>
    <message>
        <source>%1 for %2 s</source>
        <translation>%1, %2초</translation>
    </message>
    <message>
        <source>%1 is on already: relieve it first</source>
        <translation>%1: 이미 진행 중입니다. 먼저 해제하세요</translation>
    </message>
    <message>
        <source>recycle: the profile %1 has no workers, only one process: restart it</source>
        <translation>워커 교체: 프로필 %1에는 워커가 없고 프로세스가 하나뿐입니다. 재시작하세요</translation>
    </message>
    <message>
        <source>your own server: %1</source>
        <translation>직접 만든 서버: %1</translation>
    </message>
    <message>
        <source>it ended (%1)</source>
        <translation>종료되었습니다(%1)</translation>
    </message>
    <message>
        <source>exit code %1</source>
        <translation>종료 코드 %1</translation>
    </message>
    <message>
        <source>it did not answer within %1 s</source>
        <translation>%1초 안에 응답하지 않았습니다</translation>
    </message>
    <message>
        <source>it listens at %1: name the right address with --url; %2</source>
        <translation>%1에서 듣고 있습니다. --url로 맞는 주소를 지정하세요; %2</translation>
    </message>
    <message>
        <source>its last words: %1</source>
        <translation>마지막 출력: %1</translation>
    </message>
    <message>
        <source>port %1 at %2 is taken by %3: %4</source>
        <translation>%2의 포트 %1은(는) %3이(가) 쓰고 있습니다: %4</translation>
    </message>
    <message>
        <source>--command: there is no program &apos;%1&apos; here: name it by its path; for what a shell does, say %2</source>
        <translation>--command: 여기에는 &apos;%1&apos; 프로그램이 없습니다. 경로로 지정하세요. 셸이 하는 일은 %2로 쓰세요</translation>
    </message>
    <message>
        <source>--reload-file: %1 is no file: name one that the server watches</source>
        <translation>--reload-file: %1은(는) 파일이 아닙니다. 서버가 지켜보는 파일을 지정하세요</translation>
    </message>
    <message>
        <source>the server is started by --command: it cannot be served by the profile %1</source>
        <translation>서버는 --command로 시작되었습니다. 프로필 %1로는 띄울 수 없습니다</translation>
    </message>
    <message>
        <source>lift %1</source>
        <translation>%1 해제</translation>
    </message>
    <message>
        <source>clients %1: %2</source>
        <translation>클라이언트 %1: %2</translation>
    </message>
    <message>
        <source>%1 in the gap: %2 for %3 s</source>
        <translation>틈에서 %1: %2, %3초</translation>
    </message>
    <message>
        <source>%1 in the gap: %2</source>
        <translation>틈에서 %1: %2</translation>
    </message>
    <message>
        <source>%1: %2 for %3 s</source>
        <translation>%1: %2, %3초</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 acts on packets: run a scenario that has it among its steps</source>
        <translation>%1은(는) 패킷에 작용합니다. 이 장애가 단계에 들어 있는 시나리오를 실행하세요</translation>
    </message>
    <message>
        <source>Linux, as root, with /dev/net/tun (%1)</source>
        <translation>Linux에서 root 권한과 /dev/net/tun이 필요합니다(%1)</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>the Python package %1</source>
        <translation>Python 패키지 %1</translation>
    </message>
    <message>
        <source>the program %1</source>
        <translation>프로그램 %1</translation>
    </message>
    <message>
        <source>the npm package %1</source>
        <translation>npm 패키지 %1</translation>
    </message>
    <message>
        <source>%1 or %2</source>
        <translation>%1 또는 %2</translation>
    </message>
    <message>
        <source>does not run on %1</source>
        <translation>%1에서는 실행되지 않음</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 중 %1</translation>
    </message>
    <message>
        <source>request %1</source>
        <translation>요청 %1</translation>
    </message>
    <message>
        <source>kind %1</source>
        <translation>종류 %1</translation>
    </message>
    <message>
        <source>address %1</source>
        <translation>주소 %1</translation>
    </message>
    <message>
        <source>no client is of the kind &apos;%1&apos;; the kinds of the run: %2</source>
        <translation>%1 종류의 클라이언트가 없습니다. 이 실행에 있는 종류: %2</translation>
    </message>
    <message>
        <source>no client among %1 is of the kind &apos;%2&apos;; the kinds of the run: %3</source>
        <translation>%1 가운데 %2 종류의 클라이언트가 없습니다. 이 실행에 있는 종류: %3</translation>
    </message>
    <message>
        <source>%1 reaches the server by the port all clients share: %2</source>
        <translation>%1: 모든 클라이언트와 포트를 함께 씁니다. %2</translation>
    </message>
    <message>
        <source>the server at %1 is not ours to start or stop: %2</source>
        <translation>%1의 서버는 여기서 시작하거나 중지할 수 없습니다. %2</translation>
    </message>
    <message>
        <source>address must be an IP address, or a network as 192.168.1.0/24; got %1</source>
        <translation>주소는 IP 주소나 192.168.1.0/24 같은 네트워크여야 합니다. 입력값: %1</translation>
    </message>
    <message>
        <source>do that where it runs, have sidlab start it with --command, or serve one with --profile</source>
        <translation>실행 중인 곳에서 직접 하거나, --command로 sidlab이 시작하게 하거나, --profile로 서버를 띄우세요</translation>
    </message>
    <message>
        <source>%1 takes a server of ours: serve by a profile, or choose hang, recycle or a restart</source>
        <translation>%1: 내장 서버에서만 됩니다. 프로필로 띄우거나, 무응답, 워커 교체, 재시작 중에서 고르세요</translation>
    </message>
    <message>
        <source>the profile %1 is unavailable here: %2</source>
        <translation>%1 프로필은 여기서 쓸 수 없습니다: %2</translation>
    </message>
    <message>
        <source>the profile %1 has no reload: restart it gracefully or by kill</source>
        <translation>%1 프로필에는 리로드가 없습니다. 정상 재시작이나 강제 종료로 재시작하세요</translation>
    </message>
    <message>
        <source>the process %1 has ended by itself (%2): see %3</source>
        <translation>프로세스 %1이(가) 스스로 종료되었습니다(%2). %3을(를) 보세요</translation>
    </message>
    <message>
        <source>did not answer within %1 s</source>
        <translation>%1초 안에 응답하지 않았습니다</translation>
    </message>
    <message>
        <source>the server (profile %1) %2: see %3 in the run folder</source>
        <translation>서버(프로필 %1): %2. 실행 폴더의 %3을(를) 보세요</translation>
    </message>
    <message>
        <source>Cut answers and WebSocket frames short</source>
        <translation>응답과 WebSocket 프레임을 도중에 자릅니다</translation>
    </message>
    <message>
        <source>Alternate between two servers</source>
        <translation>요청을 두 서버에 번갈아 보냅니다</translation>
    </message>
    <message>
        <source>Restart the server, and reset connections in the gap</source>
        <translation>서버를 재시작하고 그 틈에 연결을 리셋합니다</translation>
    </message>
    <message>
        <source>which</source>
        <translation>어느 것</translation>
    </message>
    <message>
        <source>the sid that is sent</source>
        <translation>보낼 sid</translation>
    </message>
    <message>
        <source>scheme, host and port; empty: the server&apos;s own</source>
        <translation>스킴, 호스트, 포트. 비워 두면 서버 자신의 오리진</translation>
    </message>
    <message>
        <source>of a body, half of it at most</source>
        <translation>본문 가운데, 많아야 절반</translation>
    </message>
    <message>
        <source>how the server is restarted</source>
        <translation>서버를 재시작하는 방법</translation>
    </message>
    <message>
        <source>truncate</source>
        <translation>도중 절단</translation>
    </message>
    <message>
        <source>unsticky</source>
        <translation>비고정 분산</translation>
    </message>
    <message>
        <source>restart-and-reset</source>
        <translation>재시작과 리셋</translation>
    </message>
    <message>
        <source>Is it a cache that gives one session id to several clients?</source>
        <translation>캐시가 여러 클라이언트에게 같은 세션 ID를 주는 것이 원인입니까?</translation>
    </message>
    <message>
        <source>whether answers to handshakes come out of a cache</source>
        <translation>핸드셰이크 응답이 캐시에서 나오는지 여부</translation>
    </message>
    <message>
        <source>out of a cache</source>
        <translation>캐시에서 응답</translation>
    </message>
    <message>
        <source>passed on</source>
        <translation>서버로 전달</translation>
    </message>
    <message>
        <source>there are fewer sessions than clients</source>
        <translation>세션이 클라이언트보다 적음</translation>
    </message>
    <message>
        <source>It happens with it and not without it: this is the cause.</source>
        <translation>있으면 일어나고 없으면 일어나지 않습니다. 이것이 원인입니다.</translation>
    </message>
    <message>
        <source>It makes no difference that counts: this is not the cause.</source>
        <translation>있으나 없으나 의미 있는 차이가 없습니다. 이것은 원인이 아닙니다.</translation>
    </message>
    <message>
        <source>a client loses its socket</source>
        <translation>클라이언트의 소켓이 끊김</translation>
    </message>
    <message>
        <source>The document&apos;s board, claim by claim.</source>
        <translation>문서의 가설 보드를 주장 하나하나 검증합니다.</translation>
    </message>
    <message>
        <source>what each claim is about, one thing at a time</source>
        <translation>각 주장이 말하는 조건을 한 번에 하나씩</translation>
    </message>
    <message>
        <source>the incident: a reload</source>
        <translation>인시던트: 리로드 있음</translation>
    </message>
    <message>
        <source>the same without a reload</source>
        <translation>같은 조건, 리로드 없음</translation>
    </message>
    <message>
        <source>the same from an origin that is not listed</source>
        <translation>같은 조건, 허용 목록에 없는 오리진</translation>
    </message>
    <message>
        <source>the same with EIO=3</source>
        <translation>같은 조건, EIO=3</translation>
    </message>
    <message>
        <source>gthread, one thread</source>
        <translation>gthread, 스레드 1개</translation>
    </message>
    <message>
        <source>gthread, 100 threads</source>
        <translation>gthread, 스레드 100개</translation>
    </message>
    <message>
        <source>-k gevent, gevent-websocket installed</source>
        <translation>-k gevent, gevent-websocket 설치됨</translation>
    </message>
    <message>
        <source>-k gevent, not installed</source>
        <translation>-k gevent, 설치되지 않음</translation>
    </message>
    <message>
        <source>the page untouched</source>
        <translation>수정하지 않은 페이지</translation>
    </message>
    <message>
        <source>the fix as written</source>
        <translation>문서에 적힌 수정</translation>
    </message>
    <message>
        <source>the old socket closed first</source>
        <translation>이전 소켓을 먼저 닫음</translation>
    </message>
    <message>
        <source>a request is answered 400 as in the incident: its session id is unknown</source>
        <translation>인시던트와 같은 400: 서버가 모르는 세션 ID</translation>
    </message>
    <message>
        <source>The document is right: it takes the restart.</source>
        <translation>문서가 맞습니다. 재시작이 있어야 일어납니다.</translation>
    </message>
    <message>
        <source>It happens without a restart as well.</source>
        <translation>재시작이 없어도 일어납니다.</translation>
    </message>
    <message>
        <source>The POST that is refused is the client&apos;s last message, or its own close packet.</source>
        <translation>거부된 POST는 클라이언트의 마지막 메시지이거나 클라이언트 자신의 close 패킷입니다.</translation>
    </message>
    <message>
        <source>This refines the document: a message that was on its way is lost, a close packet is harmless.</source>
        <translation>문서를 보완합니다. 전송 중이던 메시지는 유실되지만 close 패킷은 해가 없습니다.</translation>
    </message>
    <message>
        <source>Something else is posted, too.</source>
        <translation>다른 내용의 POST도 있습니다.</translation>
    </message>
    <message>
        <source>The client goes on posting with the stale session id.</source>
        <translation>클라이언트가 만료된 세션 ID로 계속 POST합니다.</translation>
    </message>
    <message>
        <source>more than two POSTs a client are refused after one restart</source>
        <translation>재시작 한 번에 클라이언트당 세 건 이상의 POST가 거부됨</translation>
    </message>
    <message>
        <source>The document is right: it goes on.</source>
        <translation>문서가 맞습니다. 계속 POST합니다.</translation>
    </message>
    <message>
        <source>Each client posts once or twice after a restart, and then shakes hands anew by itself.</source>
        <translation>클라이언트마다 재시작 뒤 한두 번만 POST하고, 그다음에는 스스로 새로 핸드셰이크합니다.</translation>
    </message>
    <message>
        <source>The incident&apos;s 400 comes of the page&apos;s origin (CORS).</source>
        <translation>인시던트의 400은 페이지의 오리진(CORS) 때문입니다.</translation>
    </message>
    <message>
        <source>The incident takes this as well as a restart.</source>
        <translation>인시던트에는 재시작뿐 아니라 이것도 필요합니다.</translation>
    </message>
    <message>
        <source>The document is right to reject it: the incident happens without it, and not with it.</source>
        <translation>문서의 기각이 맞습니다. 인시던트는 이것이 없을 때 일어나고, 있을 때는 일어나지 않습니다.</translation>
    </message>
    <message>
        <source>An origin that is not listed gives another 400, before there is any session id.</source>
        <translation>허용 목록에 없는 오리진은 세션 ID가 생기기도 전에 다른 400을 받습니다.</translation>
    </message>
    <message>
        <source>a request is answered 400 in words of its own, and no session id is ever issued</source>
        <translation>고유한 문구의 400을 받고, 세션 ID는 한 번도 발급되지 않음</translation>
    </message>
    <message>
        <source>So the two cannot be taken for each other: its answer says so, and it has no session id.</source>
        <translation>따라서 둘은 혼동될 수 없습니다. 응답 문구가 다르고 세션 ID가 없습니다.</translation>
    </message>
    <message>
        <source>It cannot be told from the incident so.</source>
        <translation>이것으로는 인시던트와 구별되지 않습니다.</translation>
    </message>
    <message>
        <source>The incident&apos;s 400 comes of a cookie that did not come back.</source>
        <translation>인시던트의 400은 돌아오지 않은 쿠키 때문입니다.</translation>
    </message>
    <message>
        <source>the evidence of the run leaves room for it</source>
        <translation>실행의 증거로 배제되지 않음</translation>
    </message>
    <message>
        <source>No run refutes it.</source>
        <translation>이를 반박하는 실행이 없습니다.</translation>
    </message>
    <message>
        <source>The document is right to reject it: no answer in any of the runs gave a cookie.</source>
        <translation>문서의 기각이 맞습니다. 어느 실행에서도 쿠키를 준 응답이 없습니다.</translation>
    </message>
    <message>
        <source>The incident&apos;s 400 comes of versions of the protocol that do not fit.</source>
        <translation>인시던트의 400은 프로토콜 버전 불일치 때문입니다.</translation>
    </message>
    <message>
        <source>Another version of the protocol gives another 400, before there is any session id.</source>
        <translation>다른 프로토콜 버전은 세션 ID가 생기기도 전에 다른 400을 받습니다.</translation>
    </message>
    <message>
        <source>gunicorn&apos;s gthread worker does not support Socket.IO.</source>
        <translation>gunicorn의 gthread 워커는 Socket.IO를 지원하지 않습니다.</translation>
    </message>
    <message>
        <source>The document is wrong: the same worker serves every client when it has threads enough.</source>
        <translation>문서가 틀렸습니다. 스레드만 충분하면 같은 워커가 모든 클라이언트를 처리합니다.</translation>
    </message>
    <message>
        <source>What the document saw is this: one thread, and a long poll that holds it.</source>
        <translation>문서가 본 것은 이것입니다. 스레드가 하나뿐이고, 롱 폴링이 그 스레드를 붙잡고 있습니다.</translation>
    </message>
    <message>
        <source>The number of threads makes no difference that counts.</source>
        <translation>스레드 수는 의미 있는 차이를 만들지 않습니다.</translation>
    </message>
    <message>
        <source>a request for a WebSocket is answered 500</source>
        <translation>WebSocket 요청이 500을 받음</translation>
    </message>
    <message>
        <source>The document&apos;s change works, unless gevent-websocket is installed: then no WebSocket opens.</source>
        <translation>문서의 변경은 동작합니다. 단, gevent-websocket이 설치되어 있으면 WebSocket이 열리지 않습니다.</translation>
    </message>
    <message>
        <source>Whether gevent-websocket is installed makes no difference that counts.</source>
        <translation>gevent-websocket 설치 여부는 의미 있는 차이를 만들지 않습니다.</translation>
    </message>
    <message>
        <source>The fix as written is right: the socket is set to null, and the next call makes another.</source>
        <translation>문서에 적힌 수정이 맞습니다. 소켓을 null로 두면 다음 호출에서 새 소켓을 만듭니다.</translation>
    </message>
    <message>
        <source>every page ends with one socket at most, and hears nothing twice</source>
        <translation>모든 페이지가 끝에 소켓을 하나 이하로 갖고, 메시지를 두 번 받지 않음</translation>
    </message>
    <message>
        <source>It leaves one socket a page where the untouched page does not.</source>
        <translation>수정하지 않은 페이지와 달리 페이지마다 소켓이 하나만 남습니다.</translation>
    </message>
    <message>
        <source>It does harm: the forgotten socket comes back beside the new one. Untouched pages have one.</source>
        <translation>해롭습니다. 잊힌 소켓이 새 소켓 옆에서 되살아납니다. 수정하지 않은 페이지는 소켓이 하나입니다.</translation>
    </message>
    <message>
        <source>The fix is right when the old socket is closed first, its reconnection off.</source>
        <translation>재연결을 끄고 이전 소켓을 먼저 닫으면 올바른 수정입니다.</translation>
    </message>
    <message>
        <source>Closed first, the old socket does not come back: one socket a page.</source>
        <translation>먼저 닫은 소켓은 되살아나지 않습니다. 페이지마다 소켓이 하나입니다.</translation>
    </message>
    <message>
        <source>Closing the old socket first makes no difference that counts.</source>
        <translation>이전 소켓을 먼저 닫아도 의미 있는 차이가 없습니다.</translation>
    </message>
    <message>
        <source>A fix in the page avoids the 400s of a restart.</source>
        <translation>페이지를 수정하면 재시작의 400을 피할 수 있습니다.</translation>
    </message>
    <message>
        <source>no request is answered 400 for an unknown session id</source>
        <translation>모르는 세션 ID로 400을 받는 요청이 없음</translation>
    </message>
    <message>
        <source>With the old socket closed first, nothing is refused.</source>
        <translation>이전 소켓을 먼저 닫으면 거부되는 요청이 없습니다.</translation>
    </message>
    <message>
        <source>No fix of this kind removes them: what was on its way when the server went is refused.</source>
        <translation>이런 수정으로는 400이 없어지지 않습니다. 서버가 내려갈 때 전송 중이던 요청은 거부됩니다.</translation>
    </message>
    <message>
        <source>Is it gevent-websocket that breaks WebSockets under gunicorn -k gevent?</source>
        <translation>gunicorn -k gevent에서 WebSocket이 안 되는 것이 gevent-websocket 때문입니까?</translation>
    </message>
    <message>
        <source>whether gevent-websocket is installed</source>
        <translation>gevent-websocket 설치 여부</translation>
    </message>
    <message>
        <source>gevent-websocket installed</source>
        <translation>gevent-websocket 설치됨</translation>
    </message>
    <message>
        <source>not installed</source>
        <translation>설치되지 않음</translation>
    </message>
    <message>
        <source>Is it something on the way that forgets connections which are idle?</source>
        <translation>중간 장비가 유휴 연결을 잊어버리는 것이 원인입니까?</translation>
    </message>
    <message>
        <source>whether idle connections are reset on their way</source>
        <translation>유휴 연결이 중간에서 리셋되는지 여부</translation>
    </message>
    <message>
        <source>reset after 3 s without a byte</source>
        <translation>3초 동안 전송이 없으면 리셋</translation>
    </message>
    <message>
        <source>kept however idle</source>
        <translation>유휴 상태여도 유지</translation>
    </message>
    <message>
        <source>a client loses its socket, and no 400 follows</source>
        <translation>클라이언트의 소켓이 끊기고, 400은 뒤따르지 않음</translation>
    </message>
    <message>
        <source>Is it the network that drops connections, while the server loses nothing?</source>
        <translation>서버는 아무것도 잃지 않았는데 네트워크가 연결을 끊은 것입니까?</translation>
    </message>
    <message>
        <source>whether connections are reset on their way</source>
        <translation>연결이 중간에서 리셋되는지 여부</translation>
    </message>
    <message>
        <source>reset on their way</source>
        <translation>중간에서 리셋</translation>
    </message>
    <message>
        <source>left alone</source>
        <translation>그대로 둠</translation>
    </message>
    <message>
        <source>Is it the page&apos;s origin that the server refuses?</source>
        <translation>서버가 페이지의 오리진을 거부하는 것이 원인입니까?</translation>
    </message>
    <message>
        <source>whether the requests&apos; origin is one that the server lists</source>
        <translation>요청의 오리진이 서버의 허용 목록에 있는지 여부</translation>
    </message>
    <message>
        <source>an origin that is not listed</source>
        <translation>허용 목록에 없는 오리진</translation>
    </message>
    <message>
        <source>an origin that is listed</source>
        <translation>허용 목록에 있는 오리진</translation>
    </message>
    <message>
        <source>a request is answered 400 for its origin</source>
        <translation>오리진 때문에 400을 받음</translation>
    </message>
    <message>
        <source>Is it a second poll beside the first that takes messages away?</source>
        <translation>겹친 두 번째 폴링이 메시지를 가져가는 것이 원인입니까?</translation>
    </message>
    <message>
        <source>whether polls are sent twice</source>
        <translation>폴링을 두 번 보내는지 여부</translation>
    </message>
    <message>
        <source>each poll sent twice</source>
        <translation>폴링마다 두 번 전송</translation>
    </message>
    <message>
        <source>each poll sent once</source>
        <translation>폴링마다 한 번 전송</translation>
    </message>
    <message>
        <source>more than a tenth of the messages do not arrive</source>
        <translation>메시지의 10분의 1 이상이 도착하지 않음</translation>
    </message>
    <message>
        <source>a POST is answered 400</source>
        <translation>POST가 400을 받음</translation>
    </message>
    <message>
        <source>%1: there is no experiment on that: one of %2</source>
        <translation>%1: 이에 대한 실험이 없습니다. 다음 중 하나: %2</translation>
    </message>
    <message>
        <source>the arm %1 could not be carried out: %2</source>
        <translation>조건 %1의 실행을 마칠 수 없습니다: %2</translation>
    </message>
    <message>
        <source>%1: clients had not come so far when it was over</source>
        <translation>%1: 끝날 때까지 클라이언트가 필요한 단계에 이르지 못했습니다</translation>
    </message>
    <message>
        <source>%1: its figures cannot tell</source>
        <translation>%1: 수치로는 판단할 수 없습니다</translation>
    </message>
    <message>
        <source>no run folder can be made in %1: %2</source>
        <translation>%1에 실행 폴더를 만들 수 없습니다: %2</translation>
    </message>
    <message>
        <source>no folder can be made in %1: %2; choose another with --out</source>
        <translation>%1에 폴더를 만들 수 없습니다: %2. --out으로 다른 폴더를 지정하세요</translation>
    </message>
    <message>
        <source>Is it the size of a message that the server refuses?</source>
        <translation>서버가 메시지 크기 때문에 거부하는 것입니까?</translation>
    </message>
    <message>
        <source>no POST that is refused holds anything but a message or a close packet</source>
        <translation>거부된 POST의 내용이 메시지나 close 패킷뿐임</translation>
    </message>
    <message>
        <source>fewer messages arrive than there are clients, though they talk all the time</source>
        <translation>계속 메시지를 보내는데도 도착한 메시지가 클라이언트 수보다 적음</translation>
    </message>
    <message>
        <source>The document is right: clients do not get through, however many threads there are.</source>
        <translation>문서가 맞습니다. 스레드가 아무리 많아도 클라이언트가 통신하지 못합니다.</translation>
    </message>
    <message>
        <source>whether a POST is larger than the server&apos;s maxPayload</source>
        <translation>POST가 서버의 maxPayload보다 큰지 여부</translation>
    </message>
    <message>
        <source>a byte above maxPayload</source>
        <translation>maxPayload보다 1바이트 큼</translation>
    </message>
    <message>
        <source>POSTs as they are</source>
        <translation>POST 그대로</translation>
    </message>
    <message>
        <source>Is it the silence that costs clients their sessions?</source>
        <translation>응답 없는 시간이 길어 클라이언트가 세션을 잃는 것입니까?</translation>
    </message>
    <message>
        <source>how long the link is silent, against pingInterval + pingTimeout</source>
        <translation>회선이 끊긴 시간(pingInterval + pingTimeout과 비교)</translation>
    </message>
    <message>
        <source>silent for twice as long</source>
        <translation>그 두 배 동안 끊김</translation>
    </message>
    <message>
        <source>silent for a quarter of it</source>
        <translation>그 4분의 1 동안 끊김</translation>
    </message>
    <message>
        <source>Is it a POST that arrives after the server has closed its session?</source>
        <translation>서버가 세션을 닫은 뒤에 도착한 POST가 원인입니까?</translation>
    </message>
    <message>
        <source>whether the link is slower than the server&apos;s patience</source>
        <translation>회선이 서버가 기다려 주는 시간보다 느린지 여부</translation>
    </message>
    <message>
        <source>700 ms each way</source>
        <translation>편도 700 ms</translation>
    </message>
    <message>
        <source>50 ms each way</source>
        <translation>편도 50 ms</translation>
    </message>
    <message>
        <source>a request is answered 500</source>
        <translation>요청이 500을 받음</translation>
    </message>
    <message>
        <source>Is it the version of the protocol that the server refuses?</source>
        <translation>서버가 프로토콜 버전 때문에 거부하는 것입니까?</translation>
    </message>
    <message>
        <source>the version that clients ask for</source>
        <translation>클라이언트가 요청하는 버전</translation>
    </message>
    <message>
        <source>EIO=3</source>
        <translation>EIO=3</translation>
    </message>
    <message>
        <source>EIO=4</source>
        <translation>EIO=4</translation>
    </message>
    <message>
        <source>a request is answered 400 for its version of the protocol</source>
        <translation>프로토콜 버전 때문에 400을 받음</translation>
    </message>
    <message>
        <source>Is it the restart that leaves clients with session ids nobody knows?</source>
        <translation>재시작 때문에 아무도 모르는 세션 ID가 남는 것입니까?</translation>
    </message>
    <message>
        <source>whether the server is reloaded while clients talk</source>
        <translation>클라이언트가 대화하는 동안 서버를 리로드하는지 여부</translation>
    </message>
    <message>
        <source>with a reload</source>
        <translation>리로드 있음</translation>
    </message>
    <message>
        <source>without a reload</source>
        <translation>리로드 없음</translation>
    </message>
    <message>
        <source>a request is answered 400, since its session id is unknown</source>
        <translation>서버가 모르는 세션 ID라서 400을 받음</translation>
    </message>
    <message>
        <source>Is it the forgotten socket that lives on beside the new one?</source>
        <translation>잊힌 소켓이 새 소켓 옆에서 계속 살아 있는 것이 원인입니까?</translation>
    </message>
    <message>
        <source>whether a page closes its failed socket before it makes another</source>
        <translation>페이지가 새 소켓을 만들기 전에 실패한 소켓을 닫는지 여부</translation>
    </message>
    <message>
        <source>the socket is set to null</source>
        <translation>소켓을 null로 둠</translation>
    </message>
    <message>
        <source>the socket is closed first</source>
        <translation>소켓을 먼저 닫음</translation>
    </message>
    <message>
        <source>a page ends with more than one socket alive</source>
        <translation>끝났을 때 살아 있는 소켓이 둘 이상인 페이지가 있음</translation>
    </message>
    <message>
        <source>Is it the balancer&apos;s cookie that does not come back?</source>
        <translation>로드 밸런서의 쿠키가 돌아오지 않는 것이 원인입니까?</translation>
    </message>
    <message>
        <source>whether the balancer knows clients by a cookie or by their session id</source>
        <translation>로드 밸런서가 클라이언트를 쿠키로 구별하는지, 세션 ID로 구별하는지</translation>
    </message>
    <message>
        <source>by a cookie</source>
        <translation>쿠키로 구별</translation>
    </message>
    <message>
        <source>by the session id</source>
        <translation>세션 ID로 구별</translation>
    </message>
    <message>
        <source>Is it the number of threads that leaves clients waiting?</source>
        <translation>스레드 수 때문에 클라이언트가 기다리는 것입니까?</translation>
    </message>
    <message>
        <source>the number of threads of gunicorn&apos;s gthread worker</source>
        <translation>gunicorn gthread 워커의 스레드 수</translation>
    </message>
    <message>
        <source>one thread</source>
        <translation>스레드 하나</translation>
    </message>
    <message>
        <source>100 threads</source>
        <translation>스레드 100개</translation>
    </message>
    <message>
        <source>Is it the number of packets in a POST that loses messages?</source>
        <translation>POST 하나에 담긴 패킷 수 때문에 메시지가 유실되는 것입니까?</translation>
    </message>
    <message>
        <source>how many messages wait for the next POST</source>
        <translation>다음 POST를 기다리는 메시지의 수</translation>
    </message>
    <message>
        <source>100 messages a second</source>
        <translation>초당 메시지 100개</translation>
    </message>
    <message>
        <source>5 messages a second</source>
        <translation>초당 메시지 5개</translation>
    </message>
    <message>
        <source>Is it a second server at the same port that does not know the sessions?</source>
        <translation>같은 포트의 두 번째 서버가 세션을 모르는 것이 원인입니까?</translation>
    </message>
    <message>
        <source>whether a second server is started at the same port</source>
        <translation>같은 포트에 두 번째 서버를 시작하는지 여부</translation>
    </message>
    <message>
        <source>a second server at the port</source>
        <translation>포트에 두 번째 서버 있음</translation>
    </message>
    <message>
        <source>one server</source>
        <translation>서버 하나</translation>
    </message>
    <message>
        <source>Is it the Upgrade header that somebody takes away?</source>
        <translation>누군가 Upgrade 헤더를 없애는 것이 원인입니까?</translation>
    </message>
    <message>
        <source>whether requests keep their Upgrade header on the way</source>
        <translation>요청의 Upgrade 헤더가 중간에 유지되는지 여부</translation>
    </message>
    <message>
        <source>the header is taken away</source>
        <translation>헤더를 없앰</translation>
    </message>
    <message>
        <source>the header is left</source>
        <translation>헤더를 그대로 둠</translation>
    </message>
    <message>
        <source>a request for a WebSocket is answered 400, as no WebSocket</source>
        <translation>WebSocket 요청이 WebSocket이 아니라며 400을 받음</translation>
    </message>
    <message>
        <source>Is it gunicorn&apos;s max_requests that ends sessions?</source>
        <translation>gunicorn의 max_requests 때문에 세션이 끝나는 것입니까?</translation>
    </message>
    <message>
        <source>whether gunicorn replaces its worker after 300 requests</source>
        <translation>gunicorn이 요청 300건마다 워커를 교체하는지 여부</translation>
    </message>
    <message>
        <source>max_requests 300</source>
        <translation>max_requests 300</translation>
    </message>
    <message>
        <source>no max_requests</source>
        <translation>max_requests 없음</translation>
    </message>
    <message>
        <source>Is it gunicorn that kills workers for their silence?</source>
        <translation>응답 없는 워커를 gunicorn이 종료하는 것이 원인입니까?</translation>
    </message>
    <message>
        <source>whether gunicorn&apos;s worker is silent while it serves a poll</source>
        <translation>폴링을 처리하는 동안 gunicorn 워커가 응답 신호를 보내지 못하는지 여부</translation>
    </message>
    <message>
        <source>a sync worker, 5 s of patience</source>
        <translation>sync 워커, 5초 대기 후 종료</translation>
    </message>
    <message>
        <source>a gevent worker</source>
        <translation>gevent 워커</translation>
    </message>
    <message>
        <source>Is it the second worker that does not know the sessions?</source>
        <translation>두 번째 워커가 세션을 모르는 것이 원인입니까?</translation>
    </message>
    <message>
        <source>the number of gunicorn&apos;s workers</source>
        <translation>gunicorn 워커 수</translation>
    </message>
    <message>
        <source>two workers</source>
        <translation>워커 둘</translation>
    </message>
    <message>
        <source>one worker</source>
        <translation>워커 하나</translation>
    </message>
    <message>
        <source>an experiment is going on: stop it first, or wait for its end</source>
        <translation>실험이 진행 중입니다. 먼저 중지하거나 끝날 때까지 기다리세요</translation>
    </message>
    <message>
        <source>one worker that serves one request at a time</source>
        <translation>한 번에 요청 하나만 처리하는 워커 하나</translation>
    </message>
    <message>
        <source>one request at a time</source>
        <translation>동시 요청 하나</translation>
    </message>
    <message>
        <source>the long poll</source>
        <translation>롱 폴링</translation>
    </message>
    <message>
        <source>the WebSocket of one client</source>
        <translation>클라이언트 하나의 WebSocket</translation>
    </message>
    <message>
        <source>long polls and WebSockets</source>
        <translation>롱 폴링과 WebSocket</translation>
    </message>
    <message>
        <source>the upgrade to WebSocket</source>
        <translation>WebSocket 업그레이드</translation>
    </message>
    <message>
        <source>the WebSocket</source>
        <translation>WebSocket 요청</translation>
    </message>
    <message>
        <source>the handshake</source>
        <translation>핸드셰이크</translation>
    </message>
    <message>
        <source>a WebSocket</source>
        <translation>WebSocket 요청</translation>
    </message>
    <message>
        <source>the log does not say why</source>
        <translation>로그에 이유가 없음</translation>
    </message>
    <message>
        <source>no answer at all</source>
        <translation>응답이 전혀 없음</translation>
    </message>
    <message>
        <source>clients stay on polling for ever</source>
        <translation>클라이언트가 끝까지 폴링에 머묾</translation>
    </message>
    <message>
        <source>messages were not answered, and no witness says why</source>
        <translation>메시지에 응답이 없었고, 어느 관측에서도 이유를 찾지 못함</translation>
    </message>
    <message>
        <source>a matrix is being measured: stop it first, or wait for its end</source>
        <translation>매트릭스를 측정하고 있습니다. 먼저 중지하거나 끝날 때까지 기다리세요</translation>
    </message>
    <message>
        <source>A WebSocket message of 1 MB, until it is acknowledged</source>
        <translation>1 MB WebSocket 메시지를 보내고 확인 응답을 받기까지</translation>
    </message>
    <message>
        <source>a message of 1 MB is taken in one go</source>
        <translation>1 MB 메시지를 한 번에 받음</translation>
    </message>
    <message>
        <source>unmasking a message of 1 MB takes that long, and nobody else is served meanwhile</source>
        <translation>1 MB 메시지의 마스크를 푸는 데 이만큼 걸리고, 그동안 다른 요청은 처리되지 않음</translation>
    </message>
    <message>
        <source>A poll with an answer waiting, on a kept connection</source>
        <translation>유지된 연결에서, 응답이 준비된 폴링</translation>
    </message>
    <message>
        <source>a poll that has an answer waiting gets it at once</source>
        <translation>준비된 응답을 바로 받음</translation>
    </message>
    <message>
        <source>a poll that has an answer waiting waits for it all the same</source>
        <translation>응답이 준비되어 있는데도 기다림</translation>
    </message>
    <message>
        <source>The status of a WebSocket upgrade with a stale session id</source>
        <translation>만료된 세션 ID로 WebSocket 업그레이드할 때의 상태 코드</translation>
    </message>
    <message>
        <source>the WebSocket of an unknown session is refused</source>
        <translation>알 수 없는 세션의 WebSocket을 거부함</translation>
    </message>
    <message>
        <source>its connection ends</source>
        <translation>연결이 끊김</translation>
    </message>
    <message>
        <source>closed by a close frame</source>
        <translation>종료 프레임으로 닫힘</translation>
    </message>
    <message>
        <source>written to</source>
        <translation>데이터가 옴</translation>
    </message>
    <message>
        <source>%1, held by %2 (thread starvation): %3 requests waited, for up to %4 s</source>
        <translation>%1뿐인데 %2에 묶여 있음(스레드 고갈). 요청 %3건이 최대 %4초 대기</translation>
    </message>
    <message>
        <source>no more than %1 requests at a time</source>
        <translation>동시 요청 최대 %1건</translation>
    </message>
    <message>
        <source>%1 is answered %2: %3</source>
        <translation>%1에 %2 응답: %3</translation>
    </message>
    <message>
        <source>the session id is unknown to the other worker: %1 requests were answered 400 by a process that had not issued it (%2 processes, nothing sticky)</source>
        <translation>다른 워커는 이 세션 ID를 모름. 세션을 발급하지 않은 프로세스가 요청 %1건에 400으로 응답(프로세스 %2개, 세션 고정 없음)</translation>
    </message>
    <message>
        <source>gunicorn killed workers that gave no sign of life: %1 × WORKER TIMEOUT</source>
        <translation>gunicorn이 응답 없는 워커를 강제 종료함: WORKER TIMEOUT %1회</translation>
    </message>
    <message>
        <source>gunicorn recycled workers after so many requests: %1 × Autorestarting worker</source>
        <translation>gunicorn이 요청 수 한도에 이른 워커를 교체함: Autorestarting worker %1회</translation>
    </message>
    <message>
        <source>%1 requests met a kept connection that the server was closing (keep-alive race)</source>
        <translation>요청 %1개가 서버가 막 닫고 있던 유지 연결을 만났습니다(keep-alive 경합)</translation>
    </message>
    <message>
        <source>%1 requests were answered %2: %3</source>
        <translation>요청 %1건에 %2 응답: %3</translation>
    </message>
    <message>
        <source>lost while idle for longer than a ping: %1</source>
        <translation>핑 주기보다 오래 유휴일 때 끊김: %1</translation>
    </message>
    <message>
        <source>%1 of %2 clients never connected: %3</source>
        <translation>클라이언트 %2개 중 %1개가 한 번도 연결되지 않음: %3</translation>
    </message>
    <message>
        <source>clients were disconnected: %1</source>
        <translation>클라이언트 연결이 끊김: %1</translation>
    </message>
    <message>
        <source>a message reaches only clients of the same process: %1 processes share no message queue</source>
        <translation>메시지가 같은 프로세스의 클라이언트에게만 전달됨. 프로세스 %1개가 메시지 큐를 공유하지 않음</translation>
    </message>
    <message>
        <source>the server did not answer again within %1 s after the restart (%2)</source>
        <translation>재시작(%2) 후 %1초 안에 서버가 다시 응답하지 않음</translation>
    </message>
    <message>
        <source>the old process went on serving after the restart (%1): nobody lost its connection in %2 s</source>
        <translation>재시작(%1) 후에도 이전 프로세스가 계속 서비스함. %2초 동안 아무도 끊기지 않음</translation>
    </message>
    <message>
        <source>%1 of %2 clients were not back %3 s after the restart</source>
        <translation>재시작 %3초 후에도 클라이언트 %2개 중 %1개가 돌아오지 않음</translation>
    </message>
    <message>
        <source>%1 of %2 clients were not back %3 s after the restart: %4</source>
        <translation>재시작 %3초 후에도 클라이언트 %2개 중 %1개가 돌아오지 않음: %4</translation>
    </message>
    <message>
        <source>the server did not start: %1</source>
        <translation>서버가 시작되지 않음: %1</translation>
    </message>
    <message>
        <source>could not be measured: %1</source>
        <translation>측정할 수 없음: %1</translation>
    </message>
    <message>
        <source>Nagle&apos;s algorithm is on: each answer on a kept connection waits for the client&apos;s delayed acknowledgement; %1 ms when that is not delayed</source>
        <translation>Nagle 알고리즘이 켜져 있음. 유지된 연결에서 응답할 때마다 클라이언트의 지연된 확인 응답을 기다림. 지연이 없으면 %1 ms</translation>
    </message>
    <message>
        <source>the WebSocket of an unknown session is opened, and then %1: no 400 is to be seen</source>
        <translation>알 수 없는 세션의 WebSocket이 열린 뒤 %1. 400은 보이지 않음</translation>
    </message>
    <message>
        <source>is a Socket.IO server there?</source>
        <translation>그 주소에 Socket.IO 서버가 있나요?</translation>
    </message>
    <message>
        <source>name the server&apos;s Socket.IO path with --path</source>
        <translation>서버의 Socket.IO 경로를 --path로 지정하세요</translation>
    </message>
    <message>
        <source>it does not accept the wire&apos;s address as a page&apos;s origin: use --host-header target</source>
        <translation>와이어 주소를 페이지의 출처로 받아들이지 않습니다. --host-header target을 쓰세요</translation>
    </message>
    <message>
        <source>it did not end within %1 s</source>
        <translation>%1초 안에 끝나지 않았습니다</translation>
    </message>
    <message>
        <source>nobody took its place within %1 s</source>
        <translation>%1초 안에 뒤를 잇는 프로세스가 없었습니다</translation>
    </message>
    <message>
        <source>the server did not crash within %1 s: stop it</source>
        <translation>서버가 %1초 안에 크래시하지 않았습니다. 중지하세요</translation>
    </message>
    <message>
        <source>the server&apos;s processes did not end within %1 s</source>
        <translation>서버 프로세스가 %1초 안에 끝나지 않았습니다</translation>
    </message>
    <message>
        <source>%1 was not sent within %2 s</source>
        <translation>%2초 안에 %1 신호를 보내지 못했습니다</translation>
    </message>
    <message>
        <source>process %1 takes no orders</source>
        <translation>프로세스 %1에는 명령을 내릴 수 없습니다</translation>
    </message>
    <message>
        <source>process %1 did not answer within %2 s: is it stopped or blocked?</source>
        <translation>프로세스 %1에서 %2초 안에 응답이 없습니다. 멈췄거나 막혀 있나요?</translation>
    </message>
    <message>
        <source>the second server did not answer within %1 s</source>
        <translation>두 번째 서버가 %1초 안에 응답하지 않았습니다</translation>
    </message>
    <message>
        <source>%1 is not available here: it needs %2</source>
        <translation>여기서는 쓸 수 없습니다: %1. 필요한 것: %2</translation>
    </message>
    <message>
        <source>%1 is over when it is done: it has no duration</source>
        <translation>하는 즉시 끝나므로 지속 시간이 없습니다: %1</translation>
    </message>
    <message>
        <source>%1 answers %2 to a handshake at %3: %4</source>
        <translation>%1 서버가 %3 핸드셰이크에 %2로 응답했습니다: %4</translation>
    </message>
    <message>
        <source>node</source>
        <translation>node</translation>
    </message>
    <message>
        <source>browser</source>
        <translation>브라우저</translation>
    </message>
    <message>
        <source>device</source>
        <translation>기기</translation>
    </message>
    <message>
        <source>socket.io-client under Node, many in one process</source>
        <translation>Node의 socket.io-client, 한 프로세스에 여럿</translation>
    </message>
    <message>
        <source>pages of the chat in QtWebEngine, a profile each, with socket.io-client and the browser&apos;s own network</source>
        <translation>QtWebEngine의 채팅 페이지, 프로필을 따로 두고 socket.io-client와 브라우저 자체의 네트워크를 씀</translation>
    </message>
    <message>
        <source>singleton-nulled</source>
        <translation>싱글턴(잊기만 함)</translation>
    </message>
    <message>
        <source>singleton-closed</source>
        <translation>싱글턴(닫고 잊음)</translation>
    </message>
    <message>
        <source>websocket-only</source>
        <translation>WebSocket 전용</translation>
    </message>
    <message>
        <source>new-page</source>
        <translation>새 페이지(F5)</translation>
    </message>
    <message>
        <source>stale-replay</source>
        <translation>이전 sid로 계속 전송</translation>
    </message>
    <message>
        <source>shared-handshake</source>
        <translation>핸드셰이크 공유</translation>
    </message>
    <message>
        <source>many-tabs</source>
        <translation>여러 탭</translation>
    </message>
    <message>
        <source>the document&apos;s fix as written: a socket that fails is forgotten, and the next call makes another</source>
        <translation>문서의 수정안 그대로: 실패한 소켓을 잊고, 다음 호출이 새 소켓을 만듦</translation>
    </message>
    <message>
        <source>the document&apos;s fix made right: a socket that fails is closed for good, and the next call makes another</source>
        <translation>바로잡은 수정안: 실패한 소켓을 완전히 닫고, 다음 호출이 새 소켓을 만듦</translation>
    </message>
    <message>
        <source>WebSocket from the first byte, with the library&apos;s own reconnection</source>
        <translation>첫 바이트부터 WebSocket, 재연결은 라이브러리에 맡김</translation>
    </message>
    <message>
        <source>the page is loaded anew when its socket fails: the runbook&apos;s F5</source>
        <translation>소켓이 실패하면 페이지를 새로 불러옴: 대응 절차의 F5</translation>
    </message>
    <message>
        <source>goes on posting with its old session id: what the document believes</source>
        <translation>이전 세션 ID로 계속 POST함: 문서가 믿는 동작</translation>
    </message>
    <message>
        <source>a cache answers the handshake, so that a second client uses the first one&apos;s session id</source>
        <translation>캐시가 핸드셰이크에 응답해, 두 번째 클라이언트가 첫 번째의 세션 ID를 씀</translation>
    </message>
    <message>
        <source>tabs of one browser profile, which share its six connections to a host</source>
        <translation>한 브라우저 프로필의 탭들, 호스트당 연결 여섯 개를 나눠 씀</translation>
    </message>
    <message>
        <source>a page can ask only the address it came from, so it has no port of its own</source>
        <translation>페이지는 자신이 온 주소에만 요청할 수 있으므로 전용 포트를 가질 수 없습니다</translation>
    </message>
    <message>
        <source>Node %1 or newer</source>
        <translation>Node %1 이상</translation>
    </message>
    <message>
        <source>Node %1 or newer; %2 is %3</source>
        <translation>Node %1 이상. %2: %3</translation>
    </message>
    <message>
        <source>%1 from npm, in %2</source>
        <translation>npm의 %1 (%2)</translation>
    </message>
    <message>
        <source>the extra browser (%1)</source>
        <translation>추가 구성 요소 browser (%1)</translation>
    </message>
    <message>
        <source>the libraries %1</source>
        <translation>라이브러리 %1</translation>
    </message>
    <message>
        <source>%1 is not installed: there is %2; or name a file of your own by its path</source>
        <translation>%1: 설치되어 있지 않습니다. 있는 것은 %2이며, 직접 만든 파일을 경로로 지정할 수도 있습니다</translation>
    </message>
    <message>
        <source>group %1: %2 cannot be %3: see %4</source>
        <translation>그룹 %1: %2 종류는 %3 방식일 수 없습니다. %4 참고</translation>
    </message>
    <message>
        <source>group %1: %2</source>
        <translation>그룹 %1: %2</translation>
    </message>
    <message>
        <source>clients of the kind %1 are unavailable here: %2</source>
        <translation>%1 종류의 클라이언트는 여기서 사용할 수 없습니다: %2</translation>
    </message>
    <message>
        <source>clients of the kind %1 have one library, so none can be chosen for them</source>
        <translation>%1 종류의 클라이언트는 라이브러리가 하나뿐이라 고를 수 없습니다</translation>
    </message>
    <message>
        <source>%1 cannot be read (%2)</source>
        <translation>%1: 읽을 수 없습니다(%2)</translation>
    </message>
    <message>
        <source>this machine has no address on a LAN: connect it, and try again</source>
        <translation>이 컴퓨터에는 LAN 주소가 없습니다. 네트워크에 연결한 뒤 다시 시도하세요</translation>
    </message>
    <message>
        <source>none</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>gate</source>
        <translation>LAN 관문</translation>
    </message>
    <message>
        <source>the wire did not listen on the LAN: see logs/wire.log</source>
        <translation>와이어가 LAN에서 듣지 못했습니다. logs/wire.log를 보세요</translation>
    </message>
    <message>
        <source>the beacon did not listen on the LAN: see logs/beacon.log</source>
        <translation>비컨이 LAN에서 듣지 못했습니다. logs/beacon.log를 보세요</translation>
    </message>
    <message>
        <source>the run is not open yet: the LAN needs a server</source>
        <translation>실행이 아직 열리지 않았습니다. LAN에는 서버가 필요합니다</translation>
    </message>
    <message>
        <source>the server has Werkzeug&apos;s debugger on, which runs the code of whoever reaches it: switch it off there (use_debugger=False)</source>
        <translation>서버에 Werkzeug 디버거가 켜져 있어, 접근하는 누구든 코드를 실행할 수 있습니다. 서버에서 끄세요(use_debugger=False)</translation>
    </message>
    <message>
        <source>the process beacon has ended by itself: see logs/beacon.log in the run folder</source>
        <translation>프로세스 beacon이 스스로 종료되었습니다. 실행 폴더의 logs/beacon.log를 보세요</translation>
    </message>
    <message>
        <source>whether a firewall keeps devices out is not known: it can only be asked as root</source>
        <translation>방화벽이 기기를 막는지는 알 수 없습니다. root로만 확인할 수 있습니다</translation>
    </message>
    <message>
        <source>the firewall ufw is on, and no rule of it lets devices in</source>
        <translation>방화벽 ufw가 켜져 있고, 기기를 들여보내는 규칙이 없습니다</translation>
    </message>
    <message>
        <source>the firewall firewalld is on, and its zone does not let devices in</source>
        <translation>방화벽 firewalld가 켜져 있고, 그 영역이 기기를 들여보내지 않습니다</translation>
    </message>
    <message>
        <source>the kernel&apos;s packet filter (iptables) drops what comes in unless a rule lets it in</source>
        <translation>커널의 패킷 필터(iptables)가 규칙으로 허용하지 않은 수신을 버립니다</translation>
    </message>
    <message>
        <source>the kernel&apos;s packet filter (nftables) drops what comes in unless a rule lets it in</source>
        <translation>커널의 패킷 필터(nftables)가 규칙으로 허용하지 않은 수신을 버립니다</translation>
    </message>
    <message>
        <source>the firewall of macOS is on: it lets devices in once this program is allowed</source>
        <translation>macOS 방화벽이 켜져 있습니다. 이 프로그램을 허용하면 기기를 들여보냅니다</translation>
    </message>
    <message>
        <source>the firewall of macOS blocks all incoming connections</source>
        <translation>macOS 방화벽이 들어오는 연결을 모두 막습니다</translation>
    </message>
    <message>
        <source>the firewall of Windows is on: it lets devices in once a rule allows these ports</source>
        <translation>Windows 방화벽이 켜져 있습니다. 이 포트를 허용하는 규칙이 있으면 기기를 들여보냅니다</translation>
    </message>
    <message>
        <source>%1 is no interface and no address of this machine; there are: %2</source>
        <translation>%1: 이 컴퓨터의 인터페이스도 주소도 아닙니다. 있는 것: %2</translation>
    </message>
    <message>
        <source>port %1 of %2 is taken by %3: devices cannot report there</source>
        <translation>%2의 포트 %1을 %3이(가) 쓰고 있어, 기기가 그곳에 보고할 수 없습니다</translation>
    </message>
    <message>
        <source>devices cannot report at %1: %2</source>
        <translation>기기가 %1에 보고할 수 없습니다: %2</translation>
    </message>
    <message>
        <source>there is no free port at %1: %2</source>
        <translation>%1에 빈 포트가 없습니다: %2</translation>
    </message>
    <message>
        <source>The fix on trial: four ways to write a page, through the same restarts</source>
        <translation>수정안 시험: 네 가지 방식으로 작성한 페이지가 같은 재시작을 겪음</translation>
    </message>
    <message>
        <source>%s leaks: at the end a page has %s sockets alive (%s at most), where one is right. A socket that is only forgotten goes on reconnecting by itself, beside the one that takes its place.</source>
        <translation>%s: 소켓이 샙니다. 끝났을 때 페이지당 살아 있는 소켓이 %s개(최대 %s개)인데, 하나여야 맞습니다. 잊기만 한 소켓은 그 자리를 대신한 소켓 옆에서 스스로 재연결을 계속합니다.</translation>
    </message>
    <message>
        <source>%s ends with %s sockets alive a page (%s at most), where one is right.</source>
        <translation>%s: 끝났을 때 페이지당 살아 있는 소켓이 %s개(최대 %s개)입니다. 하나여야 맞습니다.</translation>
    </message>
    <message>
        <source>%s hears messages again: %s arrivals too many, up to %s of one message, since each socket alive hears it.</source>
        <translation>%s: 같은 메시지를 거듭 받습니다. 초과 도착 %s건, 메시지 하나가 최대 %s번 도착했습니다. 살아 있는 소켓마다 그 메시지를 받기 때문입니다.</translation>
    </message>
    <message>
        <source>%s ends with pages that have no socket: of %s pages, the one with the fewest sockets has %s.</source>
        <translation>%s: 소켓이 없는 페이지로 끝납니다. 페이지 %s개 가운데 소켓이 가장 적은 페이지에는 %s개뿐입니다.</translation>
    </message>
    <message>
        <source>%s does not remove the 400s: it met %s (%s with a message, which is lost, %s with the client&apos;s own close packet), the library&apos;s own reconnection %s.</source>
        <translation>%s: 400을 없애지 못합니다. 400을 %s건 만났고(메시지가 실려 유실된 것 %s건, 클라이언트 자신의 close 패킷이 실린 것 %s건), 라이브러리 자체 재연결은 %s건을 만났습니다.</translation>
    </message>
    <message>
        <source>While the server was away %s sent %s requests a page, the library&apos;s own reconnection %s.</source>
        <translation>서버가 없는 동안 %s: 페이지당 요청 %s건을 보냈고, 라이브러리 자체 재연결은 %s건을 보냈습니다.</translation>
    </message>
    <message>
        <source>%s ends with one socket a page, and nothing was heard twice.</source>
        <translation>%s: 페이지마다 소켓 하나로 끝나고, 두 번 받은 메시지가 없습니다.</translation>
    </message>
    <message>
        <source>%s met no 400: without polling there is no POST that could meet a lost session.</source>
        <translation>%s: 400을 만나지 않았습니다. 폴링이 없으면 사라진 세션을 만날 POST도 없습니다.</translation>
    </message>
    <message>
        <source>The browser has all the connections to this host that it makes (six over HTTP/1.1), and further requests wait.</source>
        <translation>브라우저가 이 호스트에 맺을 수 있는 연결(HTTP/1.1에서 6개)을 모두 쓰고 있어, 나머지 요청이 대기합니다.</translation>
    </message>
    <message>
        <source>The answer to a handshake came out of a cache: two clients hold one session id.</source>
        <translation>핸드셰이크 응답이 캐시에서 나왔습니다. 두 클라이언트가 같은 세션 ID를 갖고 있습니다.</translation>
    </message>
    <message>
        <source>The server&apos;s clock jumped, and it took sessions for silent that were not.</source>
        <translation>서버 시계가 갑자기 바뀌어, 응답하고 있던 세션까지 응답이 없는 것으로 판단했습니다.</translation>
    </message>
    <message>
        <source>gevent-websocket is installed, but the worker does not serve it: no client gets beyond polling.</source>
        <translation>gevent-websocket이 설치되어 있지만 워커가 이를 지원하지 않아, 모든 클라이언트가 폴링에 머무릅니다.</translation>
    </message>
    <message>
        <source>The server closed a kept connection just when the client used it again.</source>
        <translation>클라이언트가 유지된 연결을 다시 쓰려는 바로 그 순간에 서버가 그 연결을 닫았습니다.</translation>
    </message>
    <message>
        <source>A firewall, NAT or proxy between the two resets connections that were idle for too long.</source>
        <translation>클라이언트와 서버 사이의 방화벽, NAT 또는 프록시가 너무 오래 유휴 상태인 연결을 리셋합니다.</translation>
    </message>
    <message>
        <source>The network dropped connections on their way; the server went on and lost no session.</source>
        <translation>네트워크가 도중에 연결을 끊었습니다. 서버는 계속 동작했고 세션을 잃지 않았습니다.</translation>
    </message>
    <message>
        <source>The server does not accept the page&apos;s origin (CORS).</source>
        <translation>서버가 페이지의 오리진을 허용하지 않습니다(CORS).</translation>
    </message>
    <message>
        <source>Something sends a second poll of a session while the first is under way: a proxy that repeats requests, a page that takes the socket over.</source>
        <translation>한 세션의 폴링이 끝나기 전에 두 번째 폴링이 나갑니다. 요청을 반복하는 프록시나, 소켓을 넘겨받는 페이지가 그렇게 합니다.</translation>
    </message>
    <message>
        <source>More is asked of the server than it can answer in time: requests wait in a line that grows.</source>
        <translation>서버가 제때 응답할 수 있는 것보다 많은 요청이 들어와, 대기열이 점점 길어집니다.</translation>
    </message>
    <message>
        <source>A message was larger than the server, or a proxy before it, takes.</source>
        <translation>메시지가 서버나 그 앞의 프록시가 받는 크기보다 컸습니다.</translation>
    </message>
    <message>
        <source>No sign of life came in time: a slow or silent link, a page that sleeps, or a server that was blocked.</source>
        <translation>응답 신호가 제시간에 오지 않았습니다. 느리거나 끊긴 회선, 잠든 페이지, 또는 블록된 서버 때문입니다.</translation>
    </message>
    <message>
        <source>A client posted into a session that had just been closed: the server fails with 500.</source>
        <translation>클라이언트가 방금 닫힌 세션에 POST를 보냈고, 서버가 500으로 실패합니다.</translation>
    </message>
    <message>
        <source>Client and server speak different versions of the protocol (EIO=3 against 4).</source>
        <translation>클라이언트와 서버의 프로토콜 버전이 다릅니다(EIO=3과 4).</translation>
    </message>
    <message>
        <source>The server was restarted or reloaded: it no longer knows the sessions of before.</source>
        <translation>서버가 재시작되거나 리로드되어, 이전 세션을 더 이상 알지 못합니다.</translation>
    </message>
    <message>
        <source>The page forgets its socket and makes a new one, while the old one reconnects by itself: they pile up.</source>
        <translation>페이지가 소켓을 버려두고 새 소켓을 만드는데, 이전 소켓이 스스로 재연결하여 소켓이 쌓입니다.</translation>
    </message>
    <message>
        <source>The cookie by which a balancer keeps a session with its server is not sent back.</source>
        <translation>밸런서가 세션을 서버에 고정하는 데 쓰는 쿠키가 되돌아오지 않습니다.</translation>
    </message>
    <message>
        <source>The server has fewer threads than clients: each sits in a long poll or a WebSocket, and others wait.</source>
        <translation>서버의 스레드가 클라이언트보다 적습니다. 스레드마다 롱 폴링이나 WebSocket에 묶여 있어 나머지는 대기합니다.</translation>
    </message>
    <message>
        <source>A client sent more than 16 packets in one POST: the server answers 200, and the messages are lost.</source>
        <translation>클라이언트가 POST 하나에 패킷을 16개 넘게 담았습니다. 서버는 200으로 응답하지만 메시지는 유실됩니다.</translation>
    </message>
    <message>
        <source>Two servers listen at one address: an old one was left running, or one was started twice.</source>
        <translation>서버 두 개가 같은 주소에서 받고 있습니다. 이전 서버가 남아 있거나, 서버를 두 번 시작했습니다.</translation>
    </message>
    <message>
        <source>Something between client and server takes the Upgrade header away: WebSockets cannot be opened.</source>
        <translation>클라이언트와 서버 사이의 무언가가 Upgrade 헤더를 제거하여 WebSocket을 열 수 없습니다.</translation>
    </message>
    <message>
        <source>gunicorn recycles its workers after so many requests (max_requests), and with each its sessions are gone.</source>
        <translation>gunicorn이 일정한 요청 수(max_requests)마다 워커를 교체하고, 그때마다 그 워커의 세션이 사라집니다.</translation>
    </message>
    <message>
        <source>gunicorn killed a worker that gave no sign of life for longer than its timeout, and with it its sessions.</source>
        <translation>gunicorn이 타임아웃보다 오래 응답이 없는 워커를 강제 종료했고, 그 세션도 함께 사라졌습니다.</translation>
    </message>
    <message>
        <source>Several workers serve, and nothing keeps the requests of one session with one of them.</source>
        <translation>여러 워커가 서비스하는데, 한 세션의 요청을 한 워커에 고정하는 것이 없습니다.</translation>
    </message>
    <message>
        <source>Requests of many tabs wait inside the browser, with no word of theirs on the wire.</source>
        <translation>여러 탭의 요청이 브라우저 안에서 대기하며, 회선에는 그 요청이 나타나지 않습니다.</translation>
    </message>
    <message>
        <source>One session id is used by two clients; what one of them does ends the session of the other.</source>
        <translation>두 클라이언트가 세션 ID 하나를 함께 쓰고, 한쪽의 동작이 다른 쪽의 세션을 끝냅니다.</translation>
    </message>
    <message>
        <source>The wall clock of the serving process moves against the monotonic one, and sessions end by ping timeout at once.</source>
        <translation>서비스 프로세스의 벽시계가 단조 시계와 어긋나게 움직이고, 여러 세션이 한꺼번에 ping timeout으로 끝납니다.</translation>
    </message>
    <message>
        <source>Each upgrade to WebSocket is answered 500, with that word in the server&apos;s exception.</source>
        <translation>WebSocket 업그레이드마다 500이 돌아오고, 서버의 예외에 그 문구가 들어 있습니다.</translation>
    </message>
    <message>
        <source>A request on a kept connection gets no answer since the server closes it at that moment; its process goes on.</source>
        <translation>유지된 연결로 보낸 요청이, 서버가 그 순간 연결을 닫아 응답을 받지 못합니다. 프로세스는 계속 살아 있습니다.</translation>
    </message>
    <message>
        <source>Connections are reset by neither end, each after the same time without a word.</source>
        <translation>양쪽 모두 보내지 않은 리셋으로 연결이 끊기며, 매번 같은 시간 동안 아무것도 오가지 않은 뒤입니다.</translation>
    </message>
    <message>
        <source>Connections are reset, and neither client nor server did it; the same process goes on serving, and no 400 follows.</source>
        <translation>클라이언트도 서버도 보내지 않은 리셋으로 연결이 끊깁니다. 같은 프로세스가 계속 서비스하고 400은 뒤따르지 않습니다.</translation>
    </message>
    <message>
        <source>Requests are refused with a word about the origin, and no session is opened.</source>
        <translation>오리진을 이유로 요청이 거절되고, 세션이 열리지 않습니다.</translation>
    </message>
    <message>
        <source>Two GETs of one session are under way at once; each gets what the other lacks, or one is refused.</source>
        <translation>한 세션의 GET 두 개가 동시에 진행되어 메시지를 나눠 받거나, 한쪽이 거절됩니다.</translation>
    </message>
    <message>
        <source>Handshakes and POSTs are answered later and later while answers keep coming; clients give up and ask for a session again, which makes it worse; 400s follow.</source>
        <translation>응답은 계속 나오지만 핸드셰이크와 POST의 응답이 점점 늦어지고, 클라이언트가 포기하고 세션을 다시 요청해 상황이 더 나빠지며, 400이 뒤따릅니다.</translation>
    </message>
    <message>
        <source>A POST longer than the maxPayload of the handshake is answered 400 or 413.</source>
        <translation>핸드셰이크의 maxPayload보다 긴 POST에 400 또는 413이 돌아옵니다.</translation>
    </message>
    <message>
        <source>The server&apos;s own reason for the end of a session is its ping timeout; the process goes on, and refuses the session&apos;s id afterwards.</source>
        <translation>서버가 스스로 밝힌 세션 종료 이유가 ping timeout입니다. 프로세스는 계속 살아 있고, 그 뒤 그 세션 ID를 거절합니다.</translation>
    </message>
    <message>
        <source>A POST is answered 500 after the server told the end of its session.</source>
        <translation>서버가 세션 종료를 알린 뒤의 POST에 500이 돌아옵니다.</translation>
    </message>
    <message>
        <source>Handshakes are refused with a word about the version, and no session is ever opened.</source>
        <translation>버전을 이유로 핸드셰이크가 거절되고, 세션이 한 번도 열리지 않습니다.</translation>
    </message>
    <message>
        <source>A serving process ends, its connections go down, and requests with its session ids are refused by the next process. The POST that is refused holds the client&apos;s last message, or its close packet.</source>
        <translation>서비스 프로세스가 끝나면서 연결이 끊기고, 그 세션 ID를 담은 요청을 다음 프로세스가 거절합니다. 거절된 POST에는 클라이언트의 마지막 메시지나 종료 패킷이 들어 있습니다.</translation>
    </message>
    <message>
        <source>A client has several sockets alive at once, one more after each loss, and hears messages more than once.</source>
        <translation>한 클라이언트에 살아 있는 소켓이 여럿이고, 끊길 때마다 하나씩 늘며, 같은 메시지를 여러 번 받습니다.</translation>
    </message>
    <message>
        <source>The handshake&apos;s answer sets a cookie; requests with its session id come without one, and reach another process.</source>
        <translation>핸드셰이크 응답이 쿠키를 설정하지만, 그 세션 ID의 요청은 쿠키 없이 와서 다른 프로세스에 도달합니다.</translation>
    </message>
    <message>
        <source>Handshakes and POSTs hang, and are answered at the very moment at which a long poll is over.</source>
        <translation>핸드셰이크와 POST가 멈춰 있다가, 롱 폴링이 끝나는 바로 그 순간에 응답을 받습니다.</translation>
    </message>
    <message>
        <source>A POST of more than 16 packets is answered, and none of its messages arrives.</source>
        <translation>패킷이 16개를 넘는 POST가 응답을 받지만, 그 메시지는 하나도 도착하지 않습니다.</translation>
    </message>
    <message>
        <source>Two processes that were started apart answer at the same address, each refusing the other&apos;s sessions.</source>
        <translation>따로 시작된 두 프로세스가 같은 주소에서 응답하며, 서로의 세션을 거절합니다.</translation>
    </message>
    <message>
        <source>Requests with transport=websocket are refused as no WebSocket, while polling works.</source>
        <translation>transport=websocket 요청은 WebSocket이 아니라는 이유로 거절되지만 폴링은 됩니다.</translation>
    </message>
    <message>
        <source>The log says that a worker restarts itself; its sessions are refused by the next one, again and again.</source>
        <translation>로그에 워커가 스스로 재시작한다고 나오고, 그 세션을 다음 워커가 거절하는 일이 되풀이됩니다.</translation>
    </message>
    <message>
        <source>The log says WORKER TIMEOUT; the worker is gone, and the next one refuses its sessions.</source>
        <translation>로그에 WORKER TIMEOUT이 나오고, 그 워커는 사라지며, 다음 워커가 그 세션을 거절합니다.</translation>
    </message>
    <message>
        <source>A session id is refused by one process while the process that issued it is alive and serves.</source>
        <translation>세션 ID를 발급한 프로세스가 살아서 서비스하고 있는데, 다른 프로세스가 그 ID를 거절합니다.</translation>
    </message>
    <message>
        <source>No browser took part.</source>
        <translation>브라우저가 참여하지 않았습니다.</translation>
    </message>
    <message>
        <source>Every client uses a session id of its own.</source>
        <translation>모든 클라이언트가 각자의 세션 ID를 씁니다.</translation>
    </message>
    <message>
        <source>The serving processes&apos; clocks went evenly.</source>
        <translation>서비스 프로세스의 시계는 일정하게 흘렀습니다.</translation>
    </message>
    <message>
        <source>WebSockets are opened.</source>
        <translation>WebSocket이 열립니다.</translation>
    </message>
    <message>
        <source>Every request on a kept connection was read.</source>
        <translation>유지된 연결로 보낸 요청은 모두 처리되었습니다.</translation>
    </message>
    <message>
        <source>No connection was reset but by one of its ends.</source>
        <translation>양쪽 끝이 아닌 곳에서 리셋된 연결은 없습니다.</translation>
    </message>
    <message>
        <source>No socket was lost, and no connection reset.</source>
        <translation>끊긴 소켓도, 리셋된 연결도 없습니다.</translation>
    </message>
    <message>
        <source>Handshakes are answered with a session, and none is refused for its origin.</source>
        <translation>핸드셰이크에 세션이 발급되고, 오리진 때문에 거절된 것은 없습니다.</translation>
    </message>
    <message>
        <source>No session ever had two polls under way.</source>
        <translation>폴링 두 개가 동시에 진행된 세션은 없습니다.</translation>
    </message>
    <message>
        <source>Handshakes and POSTs were answered at once, all the time.</source>
        <translation>핸드셰이크와 POST는 내내 바로 응답을 받았습니다.</translation>
    </message>
    <message>
        <source>No POST was refused for its size.</source>
        <translation>크기 때문에 거절된 POST는 없습니다.</translation>
    </message>
    <message>
        <source>The server ended sessions for other reasons only.</source>
        <translation>서버는 다른 이유로만 세션을 끝냈습니다.</translation>
    </message>
    <message>
        <source>No POST failed.</source>
        <translation>실패한 POST는 없습니다.</translation>
    </message>
    <message>
        <source>Handshakes are answered with a session, and none is refused for its version.</source>
        <translation>핸드셰이크에 세션이 발급되고, 버전 때문에 거절된 것은 없습니다.</translation>
    </message>
    <message>
        <source>No serving process ended, or the one that refused the id had issued it.</source>
        <translation>끝난 서비스 프로세스가 없거나, ID를 거절한 프로세스가 바로 그 ID를 발급한 프로세스입니다.</translation>
    </message>
    <message>
        <source>No client ever had two sockets alive at once.</source>
        <translation>소켓 두 개가 동시에 살아 있던 클라이언트는 없습니다.</translation>
    </message>
    <message>
        <source>No handshake set a cookie.</source>
        <translation>쿠키를 설정한 핸드셰이크는 없습니다.</translation>
    </message>
    <message>
        <source>Every handshake and every POST was answered at once.</source>
        <translation>모든 핸드셰이크와 POST가 바로 응답을 받았습니다.</translation>
    </message>
    <message>
        <source>No POST held more than 16 packets.</source>
        <translation>패킷을 16개 넘게 담은 POST는 없습니다.</translation>
    </message>
    <message>
        <source>At no time was there more than one serving process.</source>
        <translation>서비스 프로세스가 둘 이상이었던 때는 없습니다.</translation>
    </message>
    <message>
        <source>WebSockets are opened, and none is refused.</source>
        <translation>WebSocket이 열리고, 거절된 것은 없습니다.</translation>
    </message>
    <message>
        <source>No worker was recycled.</source>
        <translation>교체된 워커는 없습니다.</translation>
    </message>
    <message>
        <source>No worker timed out.</source>
        <translation>타임아웃된 워커는 없습니다.</translation>
    </message>
    <message>
        <source>Use WebSocket, which is not among the six; share one socket between tabs (SharedWorker); or serve HTTP/2.</source>
        <translation>이 6개에 포함되지 않는 WebSocket을 쓰거나, 탭끼리 소켓 하나를 공유하거나(SharedWorker), HTTP/2로 서비스하세요.</translation>
    </message>
    <message>
        <source>Keep caches away from /socket.io/ (Cache-Control: no-store; in nginx proxy_cache off), and let clients send their timestamp: timestampRequests: true.</source>
        <translation>/socket.io/ 경로는 캐시하지 않게 하고(Cache-Control: no-store, nginx에서는 proxy_cache off), 클라이언트가 타임스탬프를 보내게 하세요(timestampRequests: true).</translation>
    </message>
    <message>
        <source>Let the clock be slewed, not stepped (chrony: makestep only at the start; timesyncd steps), and do not suspend the machine that serves.</source>
        <translation>시계를 한 번에 바꾸지 말고 서서히 맞추게 하고(chrony: makestep은 시작할 때만, timesyncd는 한 번에 바꿈), 서버 머신을 절전 상태로 두지 마세요.</translation>
    </message>
    <message>
        <source>Either uninstall gevent-websocket (simple-websocket does it), or start gunicorn with its worker: -k geventwebsocket.gunicorn.workers.GeventWebSocketWorker.</source>
        <translation>gevent-websocket을 제거하거나(simple-websocket으로 충분합니다), gunicorn을 전용 워커로 시작하세요: -k geventwebsocket.gunicorn.workers.GeventWebSocketWorker.</translation>
    </message>
    <message>
        <source>Keep connections longer than the clients do: gunicorn --keep-alive 75 and more, keepalive_timeout in nginx; clients send a GET again by themselves, a POST not.</source>
        <translation>서버가 클라이언트보다 연결을 오래 유지하게 하세요(gunicorn --keep-alive 75 이상, nginx의 keepalive_timeout). 클라이언트는 GET은 스스로 다시 보내지만 POST는 다시 보내지 않습니다.</translation>
    </message>
    <message>
        <source>Ping more often than the box forgets: ping_interval below its idle limit; or raise that limit (proxy_read_timeout in nginx, the session timeout of a firewall).</source>
        <translation>중간 장비가 연결을 잊기 전에 핑을 보내도록 ping_interval을 그 유휴 제한보다 짧게 하거나, 그 제한을 늘리세요(nginx의 proxy_read_timeout, 방화벽의 세션 타임아웃).</translation>
    </message>
    <message>
        <source>Look at what is between: Wi-Fi roaming and power saving, a cable, a switch, a VPN. Clients come back by themselves; nothing in the server needs mending.</source>
        <translation>중간 구간을 살펴보세요: Wi-Fi 로밍과 절전, 케이블, 스위치, VPN. 클라이언트는 스스로 다시 연결하며, 서버에서 고칠 것은 없습니다.</translation>
    </message>
    <message>
        <source>Name the page&apos;s exact origin: SocketIO(app, cors_allowed_origins=[&apos;http://HOST:PORT&apos;]); behind a proxy pass Host and X-Forwarded-Proto on.</source>
        <translation>페이지의 오리진을 정확히 적으세요: SocketIO(app, cors_allowed_origins=[&apos;http://HOST:PORT&apos;]). 프록시 뒤라면 Host와 X-Forwarded-Proto를 전달하게 하세요.</translation>
    </message>
    <message>
        <source>Keep proxies from repeating requests (proxy_next_upstream off in nginx), and let each page have a socket of its own.</source>
        <translation>프록시가 요청을 반복하지 않게 하고(nginx에서 proxy_next_upstream off), 페이지마다 자기 소켓을 쓰게 하세요.</translation>
    </message>
    <message>
        <source>Give the server less to do or more to do it with: WebSocket instead of polling (far fewer requests), several processes behind a sticky balancer with a message queue, heavy work elsewhere; and let clients wait longer between attempts (reconnectionDelayMax, randomizationFactor), so that they do not all come at once.</source>
        <translation>서버의 일을 줄이거나 자원을 늘리세요: 폴링 대신 WebSocket(요청이 훨씬 적습니다), 세션을 고정하는 밸런서 뒤의 여러 프로세스와 메시지 큐, 무거운 작업의 분리. 그리고 클라이언트가 한꺼번에 몰리지 않도록 재시도 간격을 늘리세요(reconnectionDelayMax, randomizationFactor).</translation>
    </message>
    <message>
        <source>Raise max_http_buffer_size (and client_max_body_size in nginx), or send less at once: files belong elsewhere.</source>
        <translation>max_http_buffer_size(nginx에서는 client_max_body_size도)를 늘리거나 한 번에 보내는 양을 줄이세요. 파일은 다른 경로로 보내는 것이 좋습니다.</translation>
    </message>
    <message>
        <source>Look for what is silent for longer than pingInterval + pingTimeout: a blocking call in a handler (time.sleep, a slow query), a sleeping phone, a link that drops packets. Raise ping_timeout if it must be.</source>
        <translation>pingInterval + pingTimeout보다 오래 응답이 없는 것을 찾으세요: 핸들러 안의 블로킹 호출(time.sleep, 느린 쿼리), 절전 중인 휴대폰, 패킷을 잃는 회선. 꼭 필요하면 ping_timeout을 늘리세요.</translation>
    </message>
    <message>
        <source>Harmless by itself: stop sending when the socket says disconnect; update python-engineio.</source>
        <translation>그 자체로는 해가 없습니다. 소켓이 disconnect를 알리면 전송을 멈추고, python-engineio를 업데이트하세요.</translation>
    </message>
    <message>
        <source>Take a client that speaks Engine.IO 4: socket.io-client 3 or newer for Flask-SocketIO 5.</source>
        <translation>Engine.IO 4를 쓰는 클라이언트로 바꾸세요. Flask-SocketIO 5에는 socket.io-client 3 이상이 필요합니다.</translation>
    </message>
    <message>
        <source>Do not serve with a reloader (use_reloader=False) where people work; expect one or two 400s for each polling client and restart, and none over WebSocket only: transports: [&apos;websocket&apos;].</source>
        <translation>사람들이 쓰는 환경에서는 리로더 없이 서비스하세요(use_reloader=False). 재시작할 때마다 폴링 클라이언트 하나당 400이 한두 건 생기는 것은 정상이며, WebSocket만 쓰면(transports: [&apos;websocket&apos;]) 생기지 않습니다.</translation>
    </message>
    <message>
        <source>Close the old socket before making a new one: socket.io.reconnection(false); socket.close(); or leave it to the library, which reconnects by itself.</source>
        <translation>새 소켓을 만들기 전에 이전 소켓을 닫으세요: socket.io.reconnection(false); socket.close(); 또는 스스로 재연결하는 라이브러리에 맡기세요.</translation>
    </message>
    <message>
        <source>For a page of another site: withCredentials: true, cors_credentials, and a cookie with SameSite=None; Secure. Or keep sessions by address (ip_hash), or use WebSocket only.</source>
        <translation>다른 사이트의 페이지라면 withCredentials: true, cors_credentials, 그리고 SameSite=None; Secure 쿠키가 필요합니다. 아니면 주소로 세션을 고정하거나(ip_hash) WebSocket만 쓰세요.</translation>
    </message>
    <message>
        <source>Give gunicorn&apos;s gthread more threads than there will be clients (--threads 100), or take a worker that needs none (-k gevent).</source>
        <translation>gunicorn gthread의 스레드를 예상 클라이언트 수보다 많게 하거나(--threads 100), 스레드가 필요 없는 워커를 쓰세요(-k gevent).</translation>
    </message>
    <message>
        <source>Raise engineio.payload.Payload.max_decode_packets, or send less at once; WebSocket has no such limit.</source>
        <translation>engineio.payload.Payload.max_decode_packets를 늘리거나 한 번에 보내는 양을 줄이세요. WebSocket에는 이런 제한이 없습니다.</translation>
    </message>
    <message>
        <source>End the server that is one too many; on Linux `ss -ltnp` names the processes at a port.</source>
        <translation>남는 서버를 종료하세요. 리눅스에서는 `ss -ltnp`로 포트를 쓰는 프로세스를 알 수 있습니다.</translation>
    </message>
    <message>
        <source>In nginx: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection &apos;upgrade&apos;; other proxies have a switch for WebSockets.</source>
        <translation>nginx에서는 proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection &apos;upgrade&apos;; 를 설정하세요. 다른 프록시에는 WebSocket을 켜는 설정이 있습니다.</translation>
    </message>
    <message>
        <source>Do not set --max-requests for Socket.IO, or set it so high, with --max-requests-jitter, that it happens at night.</source>
        <translation>Socket.IO에는 --max-requests를 설정하지 마세요. 꼭 쓴다면 --max-requests-jitter와 함께, 밤에나 교체될 만큼 크게 잡으세요.</translation>
    </message>
    <message>
        <source>Find what blocks the worker (a call that waits, in a handler), or raise --timeout; a sync worker cannot serve Socket.IO at all.</source>
        <translation>워커를 블록하는 것(핸들러 안에서 기다리는 호출)을 찾거나 --timeout을 늘리세요. sync 워커로는 Socket.IO를 서비스할 수 없습니다.</translation>
    </message>
    <message>
        <source>Serve with one worker (gunicorn -w 1), or put a balancer in front that keeps a session with its server (ip_hash or a cookie in nginx, stick tables in haproxy); or use WebSocket only.</source>
        <translation>워커 하나로 서비스하거나(gunicorn -w 1), 세션을 서버에 고정하는 밸런서를 앞에 두거나(nginx의 ip_hash 또는 쿠키, haproxy의 stick table), WebSocket만 쓰세요.</translation>
    </message>
    <message>
        <source>Refused by the process that took over from the one that had issued the session id: %s</source>
        <translation>세션 ID를 발급한 프로세스의 뒤를 이은 프로세스가 거절한 요청: %s건</translation>
    </message>
    <message>
        <source>Connections that clients lost when the process that served them ended: %s</source>
        <translation>서비스하던 프로세스가 끝날 때 클라이언트가 잃은 연결: %s건</translation>
    </message>
    <message>
        <source>Connections that the server reset around the end of a process: %s</source>
        <translation>프로세스가 끝나는 무렵 서버가 리셋한 연결: %s건</translation>
    </message>
    <message>
        <source>Session ids refused sooner after they had been served than any ping timeout: %s</source>
        <translation>마지막으로 처리된 뒤 ping timeout이 될 수 없을 만큼 빨리 거절된 세션 ID: %s건</translation>
    </message>
    <message>
        <source>The one serving process never ended.</source>
        <translation>하나뿐인 서비스 프로세스는 끝나지 않았습니다.</translation>
    </message>
    <message>
        <source>The log says of no worker that it was recycled.</source>
        <translation>로그에 교체되었다고 나온 워커는 없습니다.</translation>
    </message>
    <message>
        <source>The log says of no worker that it timed out.</source>
        <translation>로그에 타임아웃되었다고 나온 워커는 없습니다.</translation>
    </message>
    <message>
        <source>Refused by a process while the one that had issued the session id was alive and serving: %s</source>
        <translation>세션 ID를 발급한 프로세스가 살아서 서비스하는 동안 다른 프로세스가 거절한 요청: %s건</translation>
    </message>
    <message>
        <source>Session ids that were refused, and served well after that: %s</source>
        <translation>거절된 뒤에 다시 정상 처리된 세션 ID: %s건</translation>
    </message>
    <message>
        <source>Session ids refused as soon as they had been handed out: %s</source>
        <translation>발급되자마자 거절된 세션 ID: %s건</translation>
    </message>
    <message>
        <source>At no time did more than one process serve.</source>
        <translation>두 개 이상의 프로세스가 서비스한 때는 없습니다.</translation>
    </message>
    <message>
        <source>Refused by another process, in a request without the cookie that came with the session: %s</source>
        <translation>세션과 함께 받은 쿠키 없이 와서 다른 프로세스가 거절한 요청: %s건</translation>
    </message>
    <message>
        <source>No handshake&apos;s answer set a cookie.</source>
        <translation>쿠키를 설정한 핸드셰이크 응답은 없습니다.</translation>
    </message>
    <message>
        <source>Refused by a server that was started apart, while the one that had issued the session id was serving: %s</source>
        <translation>세션을 발급한 서버가 서비스하는 동안, 따로 시작된 서버가 거절한 요청: %s건</translation>
    </message>
    <message>
        <source>Refused after the server had given the session up for want of a pong: %s</source>
        <translation>pong이 없어 서버가 세션을 포기한 뒤 거절된 요청: %s건</translation>
    </message>
    <message>
        <source>Connections lost after the server had given the session up for want of a pong: %s</source>
        <translation>pong이 없어 서버가 세션을 포기한 뒤 끊긴 연결: %s건</translation>
    </message>
    <message>
        <source>Connections that a client gave up, having heard no ping: %s</source>
        <translation>핑을 받지 못해 클라이언트가 포기한 연결: %s건</translation>
    </message>
    <message>
        <source>Sessions ended, and none of them by a ping timeout.</source>
        <translation>세션이 끝났지만, ping timeout으로 끝난 것은 없습니다.</translation>
    </message>
    <message>
        <source>Sessions given up right after the server&apos;s clock had jumped: %s</source>
        <translation>서버 시계가 갑자기 바뀐 직후 포기된 세션: %s건</translation>
    </message>
    <message>
        <source>Refused after their session had been given up at a jump of the clock: %s</source>
        <translation>시계가 바뀔 때 세션이 포기된 뒤 거절된 요청: %s건</translation>
    </message>
    <message>
        <source>Connections lost after a jump of the clock: %s</source>
        <translation>시계가 바뀐 뒤 끊긴 연결: %s건</translation>
    </message>
    <message>
        <source>Requests that waited until a long poll was over and its thread was free: %s</source>
        <translation>롱 폴링이 끝나 스레드가 빌 때까지 기다린 요청: %s건</translation>
    </message>
    <message>
        <source>Requests that were answered when a long poll was over, at one moment only: %s</source>
        <translation>롱 폴링이 끝나는 순간에 응답을 받은 요청(한 시점에서만): %s건</translation>
    </message>
    <message>
        <source>Refused, so late that sessions without a namespace had timed out: %s</source>
        <translation>네임스페이스 없는 세션이 타임아웃되고도 남을 만큼 늦게 거부됨: %s</translation>
    </message>
    <message>
        <source>Handshakes and POSTs were answered later and later, while answers kept coming.</source>
        <translation>응답은 계속 나왔지만 핸드셰이크와 POST의 응답이 점점 늦어졌습니다.</translation>
    </message>
    <message>
        <source>Handshakes waited for the server itself: it issued their sessions late.</source>
        <translation>핸드셰이크가 기다린 곳은 서버 자신입니다. 서버가 세션을 늦게 발급했습니다.</translation>
    </message>
    <message>
        <source>Clients that asked for a session again before they had the first one: %s</source>
        <translation>첫 세션을 받기 전에 세션을 다시 요청한 클라이언트: %s건</translation>
    </message>
    <message>
        <source>Refused meanwhile by the process that had issued the session id: %s</source>
        <translation>그동안 세션 ID를 발급한 바로 그 프로세스가 거절한 요청: %s건</translation>
    </message>
    <message>
        <source>Connections that clients lost meanwhile: %s</source>
        <translation>그동안 클라이언트가 잃은 연결: %s건</translation>
    </message>
    <message>
        <source>Handshakes and POSTs were answered quickly all the time.</source>
        <translation>핸드셰이크와 POST는 내내 빨리 응답을 받았습니다.</translation>
    </message>
    <message>
        <source>No handshake and no POST had to wait.</source>
        <translation>기다린 핸드셰이크나 POST는 없습니다.</translation>
    </message>
    <message>
        <source>Requests that waited inside the browser for a free connection: %s</source>
        <translation>브라우저 안에서 빈 연결을 기다린 요청: %s건</translation>
    </message>
    <message>
        <source>Refused for the version of the protocol: %s</source>
        <translation>프로토콜 버전 때문에 거절된 요청: %s건</translation>
    </message>
    <message>
        <source>Refused for the page&apos;s origin: %s</source>
        <translation>페이지의 오리진 때문에 거절된 요청: %s건</translation>
    </message>
    <message>
        <source>Handshakes were answered with a session, and none was refused for that.</source>
        <translation>핸드셰이크에 세션이 발급되었고, 그 때문에 거절된 것은 없습니다.</translation>
    </message>
    <message>
        <source>Session ids that two clients used: %s</source>
        <translation>두 클라이언트가 함께 쓴 세션 ID: %s건</translation>
    </message>
    <message>
        <source>Refused in sessions that two clients shared: %s</source>
        <translation>두 클라이언트가 공유한 세션에서 거절된 요청: %s건</translation>
    </message>
    <message>
        <source>Connections lost in sessions that two clients shared: %s</source>
        <translation>두 클라이언트가 공유한 세션에서 끊긴 연결: %s건</translation>
    </message>
    <message>
        <source>Every client had session ids of its own.</source>
        <translation>모든 클라이언트가 각자의 세션 ID를 썼습니다.</translation>
    </message>
    <message>
        <source>Requests for a WebSocket that were taken for ordinary ones: %s</source>
        <translation>일반 요청으로 처리된 WebSocket 요청: %s건</translation>
    </message>
    <message>
        <source>Upgrades that failed with gevent-websocket&apos;s own word: %s</source>
        <translation>gevent-websocket의 문구와 함께 실패한 업그레이드: %s건</translation>
    </message>
    <message>
        <source>WebSockets were opened, and none failed like that.</source>
        <translation>WebSocket이 열렸고, 그렇게 실패한 것은 없습니다.</translation>
    </message>
    <message>
        <source>POSTs of more than 16 packets: %s</source>
        <translation>패킷이 16개를 넘는 POST: %s건</translation>
    </message>
    <message>
        <source>POSTs that failed with 500 after the end of their session: %s</source>
        <translation>세션이 끝난 뒤 500으로 실패한 POST: %s건</translation>
    </message>
    <message>
        <source>POSTs refused for their size: %s</source>
        <translation>크기 때문에 거절된 POST: %s건</translation>
    </message>
    <message>
        <source>POSTs were taken, and none failed like that.</source>
        <translation>POST가 처리되었고, 그렇게 실패한 것은 없습니다.</translation>
    </message>
    <message>
        <source>Sessions with two polls under way at once: %s</source>
        <translation>폴링 두 개가 동시에 진행된 세션: %s건</translation>
    </message>
    <message>
        <source>Refused in such a session after that: %s</source>
        <translation>그 뒤 그런 세션에서 거절된 요청: %s건</translation>
    </message>
    <message>
        <source>Connections lost in such a session after that: %s</source>
        <translation>그 뒤 그런 세션에서 끊긴 연결: %s건</translation>
    </message>
    <message>
        <source>No session had two polls under way at once.</source>
        <translation>폴링 두 개가 동시에 진행된 세션은 없습니다.</translation>
    </message>
    <message>
        <source>Connections reset by neither of their ends: %s</source>
        <translation>양쪽 모두 보내지 않은 리셋으로 끊긴 연결: %s건</translation>
    </message>
    <message>
        <source>Connections reset by neither of their ends, each after the same time of silence: %s</source>
        <translation>매번 같은 유휴 시간 뒤에, 양쪽 모두 보내지 않은 리셋으로 끊긴 연결: %s건</translation>
    </message>
    <message>
        <source>Clients that lost their connection to such a reset: %s</source>
        <translation>그런 리셋으로 연결을 잃은 클라이언트: %s건</translation>
    </message>
    <message>
        <source>No connection was lost.</source>
        <translation>끊긴 연결은 없습니다.</translation>
    </message>
    <message>
        <source>Requests on a kept connection that the server was just closing: %s</source>
        <translation>서버가 막 닫고 있던 유지 연결로 보낸 요청: %s건</translation>
    </message>
    <message>
        <source>Sockets alive beside an older one of the same client: %s</source>
        <translation>같은 클라이언트의 이전 소켓과 함께 살아 있는 소켓: %s개</translation>
    </message>
    <message>
        <source>Messages that reached such a client once more: %s</source>
        <translation>그런 클라이언트에 한 번 더 도착한 메시지: %s건</translation>
    </message>
    <message>
        <source>No client had two sockets alive at once.</source>
        <translation>소켓 두 개가 동시에 살아 있던 클라이언트는 없습니다.</translation>
    </message>
    <message>
        <source>Nothing broke: no 400, no reset and no disconnect, and no cause is kept.</source>
        <translation>문제가 없었습니다. 400도, 리셋도, 연결 끊김도 없고, 유지된 가설도 없습니다.</translation>
    </message>
    <message>
        <source>Nothing broke so far: no 400, no reset and no disconnect, and no cause is kept.</source>
        <translation>지금까지는 문제가 없습니다. 400도, 리셋도, 연결 끊김도 없고, 유지된 가설도 없습니다.</translation>
    </message>
    <message>
        <source>No cause is kept.</source>
        <translation>유지된 가설이 없습니다.</translation>
    </message>
    <message>
        <source>Most speaks for this, though not enough to keep it: %s</source>
        <translation>유지하기에는 부족하지만, 이 가설을 지지하는 증거가 가장 많습니다: %s</translation>
    </message>
    <message>
        <source>What to do first: %s</source>
        <translation>먼저 할 일: %s</translation>
    </message>
    <message>
        <source>How sure: one cause is kept by what was seen; rejected: %s, undecided: %s.</source>
        <translation>확실한 정도: 관측된 증거로 가설 하나가 유지되었습니다. 기각 %s개, 미정 %s개.</translation>
    </message>
    <message>
        <source>How sure: %s causes are kept by what was seen; rejected: %s, undecided: %s.</source>
        <translation>확실한 정도: 관측된 증거로 가설 %s개가 유지되었습니다. 기각 %s개, 미정 %s개.</translation>
    </message>
    <message>
        <source>Explained: %s of %s 400s.</source>
        <translation>설명된 건수: 400 %s/%s건.</translation>
    </message>
    <message>
        <source>Explained: %s of %s resets.</source>
        <translation>설명된 건수: 리셋 %s/%s건.</translation>
    </message>
    <message>
        <source>Explained: %s of %s disconnects.</source>
        <translation>설명된 건수: 연결 끊김 %s/%s건.</translation>
    </message>
    <message>
        <source>Explained: %s of %s 400s, %s of %s resets.</source>
        <translation>설명된 건수: 400 %s/%s건, 리셋 %s/%s건.</translation>
    </message>
    <message>
        <source>Explained: %s of %s 400s, %s of %s disconnects.</source>
        <translation>설명된 건수: 400 %s/%s건, 연결 끊김 %s/%s건.</translation>
    </message>
    <message>
        <source>Explained: %s of %s resets, %s of %s disconnects.</source>
        <translation>설명된 건수: 리셋 %s/%s건, 연결 끊김 %s/%s건.</translation>
    </message>
    <message>
        <source>Explained: %s of %s 400s, %s of %s resets, %s of %s disconnects.</source>
        <translation>설명된 건수: 400 %s/%s건, 리셋 %s/%s건, 연결 끊김 %s/%s건.</translation>
    </message>
    <message>
        <source>this is a replay, and nothing in it can be changed: close it, and start sidlab for a run of your own</source>
        <translation>다시 보기에서는 아무것도 바꿀 수 없습니다. 닫고 나서 sidlab을 시작해 직접 실행하세요</translation>
    </message>
    <message>
        <source>a run is going on: stop it first</source>
        <translation>실행 중인 것이 있습니다. 먼저 중지하세요</translation>
    </message>
    <message>
        <source>there were more events than could be kept; ask for fewer clients or messages</source>
        <translation>기록할 수 있는 것보다 이벤트가 많았습니다. 클라이언트나 메시지를 줄이세요</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>디스크에 남은 공간이 없음</translation>
    </message>
    <message>
        <source>File too large</source>
        <translation>파일이 너무 큼</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>권한 없음</translation>
    </message>
    <message>
        <source>the disk does not answer</source>
        <translation>디스크가 응답하지 않음</translation>
    </message>
    <message>
        <source>SIDLAB_RUNS_LIMIT: %1 is not allowed: a size like 500M or 10G</source>
        <translation>SIDLAB_RUNS_LIMIT: %1은(는) 쓸 수 없습니다. 500M이나 10G 같은 크기로 적으세요</translation>
    </message>
    <message>
        <source>%1 cannot be removed: %2; is it open elsewhere?</source>
        <translation>%1을(를) 지울 수 없습니다(%2). 다른 곳에서 열려 있나요?</translation>
    </message>
    <message>
        <source>%1 is not whole: %2</source>
        <translation>%1의 기록이 온전하지 않습니다. %2</translation>
    </message>
    <message>
        <source>the process %1 could not tell of all it saw: %2</source>
        <translation>%1 프로세스가 본 것을 다 알리지 못했습니다. %2</translation>
    </message>
    <message>
        <source>%1 takes no more events: %2; free some space</source>
        <translation>%1에 더는 이벤트를 쓸 수 없습니다(%2). 공간을 비우세요</translation>
    </message>
    <message>
        <source>%1 could not be written: %2; free some space</source>
        <translation>%1을(를) 쓰지 못했습니다(%2). 공간을 비우세요</translation>
    </message>
    <message>
        <source>%1 could not be sealed: %2; free some space</source>
        <translation>%1을(를) 봉인하지 못했습니다(%2). 공간을 비우세요</translation>
    </message>
    <message>
        <source>Two runs compared</source>
        <translation>두 실행 비교</translation>
    </message>
    <message>
        <source>%s runs</source>
        <translation>실행 %s회</translation>
    </message>
    <message>
        <source>Made differently</source>
        <translation>다르게 실행한 조건</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>수치</translation>
    </message>
    <message>
        <source>Group %s</source>
        <translation>그룹 %s</translation>
    </message>
    <message>
        <source>On trial: %s</source>
        <translation>시험: %s</translation>
    </message>
    <message>
        <source>B less A</source>
        <translation>B − A</translation>
    </message>
    <message>
        <source>By chance?</source>
        <translation>우연?</translation>
    </message>
    <message>
        <source>may be</source>
        <translation>그럴 수 있음</translation>
    </message>
    <message>
        <source>Verdicts</source>
        <translation>판정</translation>
    </message>
    <message>
        <source>Not by chance: further apart than 19 of 20 pairs of alike runs would be. Of many figures, one in twenty is so all the same.</source>
        <translation>우연이 아님: 같은 조건의 실행 두 개를 비교했을 때 20번 중 19번은 이만큼 벌어지지 않습니다. 다만 수치가 많으면 20개 중 하나는 우연히도 이렇게 벌어집니다.</translation>
    </message>
    <message>
        <source>Whether it may be chance, repeats tell: run one of them with --repeat 5, and compare the series.</source>
        <translation>우연인지는 반복해 봐야 압니다. 둘 중 하나를 --repeat 5로 실행해 그 결과와 비교하세요.</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>유지</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>기각</translation>
    </message>
    <message>
        <source>undecided</source>
        <translation>미정</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>통과</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>알 수 없음</translation>
    </message>
    <message>
        <source>%1 has no summary: `sidlab compare` counts its figures from the events</source>
        <translation>%1에 요약이 없습니다. `sidlab compare`는 이벤트에서 수치를 다시 셉니다</translation>
    </message>
    <message>
        <source>the run is still being recorded: its report is written at its end</source>
        <translation>아직 기록 중인 실행입니다: 보고서는 끝나면 작성됩니다</translation>
    </message>
    <message>
        <source>nobody writes into a bundle: unpack it first, then add what there is to add</source>
        <translation>번들에는 쓸 수 없습니다: 먼저 압축을 푼 뒤 내용을 추가하세요</translation>
    </message>
</context>
<context>
    <name>deed</name>
    <message>
        <source>reset</source>
        <translation>리셋됨</translation>
    </message>
    <message>
        <source>reset client</source>
        <translation>클라이언트 쪽 리셋</translation>
    </message>
    <message>
        <source>reset server</source>
        <translation>서버 쪽 리셋</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>닫힘</translation>
    </message>
    <message>
        <source>closed client</source>
        <translation>클라이언트 쪽 닫힘</translation>
    </message>
    <message>
        <source>closed server</source>
        <translation>서버 쪽 닫힘</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>거부됨</translation>
    </message>
    <message>
        <source>delayed</source>
        <translation>지연됨</translation>
    </message>
    <message>
        <source>held</source>
        <translation>보류됨</translation>
    </message>
    <message>
        <source>slowed</source>
        <translation>느려짐</translation>
    </message>
    <message>
        <source>moved</source>
        <translation>다른 서버로 보냄</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>변경됨</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>대신 응답</translation>
    </message>
    <message>
        <source>repeated</source>
        <translation>반복 전송</translation>
    </message>
    <message>
        <source>cut short</source>
        <translation>중간에 잘림</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>유실됨</translation>
    </message>
    <message>
        <source>duplicated</source>
        <translation>중복됨</translation>
    </message>
    <message>
        <source>overtaken</source>
        <translation>순서 뒤바뀜</translation>
    </message>
    <message>
        <source>corrupted</source>
        <translation>손상됨</translation>
    </message>
    <message>
        <source>joined</source>
        <translation>참가</translation>
    </message>
    <message>
        <source>left</source>
        <translation>나감</translation>
    </message>
</context>
<context>
    <name>idle</name>
    <message>
        <source>No run is going on: start one first</source>
        <translation>진행 중인 실행이 없습니다. 먼저 시작하세요</translation>
    </message>
    <message>
        <source>This is a replay, and nothing in it can be changed: start sidlab without it for a new run</source>
        <translation>다시 보기에서는 아무것도 바꿀 수 없습니다. 새로 실행하려면 sidlab을 따로 시작하세요</translation>
    </message>
</context>
<context>
    <name>limit</name>
    <message>
        <source>%1: filtered by %2</source>
        <translation>%1: 필터 적용됨 — %2</translation>
    </message>
    <message>
        <source>%1: paused</source>
        <translation>%1: 일시 정지됨</translation>
    </message>
    <message>
        <source>%1: only %2</source>
        <translation>%1: %2만 표시</translation>
    </message>
</context>
<context>
    <name>parameter</name>
    <message>
        <source>origin</source>
        <translation>출처</translation>
    </message>
</context>
<context>
    <name>reason</name>
    <message>
        <source>transport error</source>
        <translation>전송 오류</translation>
    </message>
    <message>
        <source>transport close</source>
        <translation>전송 닫힘</translation>
    </message>
    <message>
        <source>ping timeout</source>
        <translation>핑 시간 초과</translation>
    </message>
    <message>
        <source>client disconnect</source>
        <translation>클라이언트가 끊음</translation>
    </message>
    <message>
        <source>server disconnect</source>
        <translation>서버가 끊음</translation>
    </message>
    <message>
        <source>io server disconnect</source>
        <translation>서버가 끊음</translation>
    </message>
    <message>
        <source>io client disconnect</source>
        <translation>클라이언트가 끊음</translation>
    </message>
    <message>
        <source>parse error</source>
        <translation>해석 오류</translation>
    </message>
</context>
<context>
    <name>report</name>
    <message>
        <source>%1, record %2: %3</source>
        <translation>%1, %2번째 레코드: %3</translation>
    </message>
    <message>
        <source>%1, served by the profile %2</source>
        <translation>%1 (서버 프로필 %2)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>400s</source>
        <translation>400</translation>
    </message>
    <message>
        <source>400s: %1 of %2.</source>
        <translation>400 응답 %2건 중 %1건.</translation>
    </message>
    <message>
        <source>A connection that ends before its answer is ERR_EMPTY_RESPONSE in a browser after a FIN, and ERR_CONNECTION_RESET after an RST.</source>
        <translation>응답 전에 연결이 끊기면 브라우저에는 FIN일 때 ERR_EMPTY_RESPONSE, RST일 때 ERR_CONNECTION_RESET으로 표시됩니다.</translation>
    </message>
    <message>
        <source>A figure carries its query, which a pointer held over it shows: most are keys of summary.json.</source>
        <translation>모든 수치에는 출처가 되는 질의가 붙어 있고, 마우스를 올리면 보입니다. 대부분은 summary.json의 키입니다.</translation>
    </message>
    <message>
        <source>A level such as SEV-3 weighs what this means to people, so people set it.</source>
        <translation>SEV-3 같은 등급은 사람에게 미친 영향을 따져 정하는 것이므로 담당자가 지정합니다.</translation>
    </message>
    <message>
        <source>A serving process is gone (pid %1)</source>
        <translation>서버 프로세스가 종료됨 (pid %1)</translation>
    </message>
    <message>
        <source>A serving process is gone (pid %1, %2)</source>
        <translation>서버 프로세스가 종료됨 (pid %1, %2)</translation>
    </message>
    <message>
        <source>Actual impact</source>
        <translation>실제 영향</translation>
    </message>
    <message>
        <source>Added by people</source>
        <translation>담당자 기입 사항</translation>
    </message>
    <message>
        <source>As measured in the matrix %1:</source>
        <translation>매트릭스 %1에서 측정한 결과:</translation>
    </message>
    <message>
        <source>As measured: an interruption. Clients were cut off, and all of them came back by themselves.</source>
        <translation>측정 결과: 일시 중단. 클라이언트 연결이 끊겼으나 모두 스스로 복구되었습니다.</translation>
    </message>
    <message>
        <source>As measured: lasting. Clients were still cut off when the run ended: %1.</source>
        <translation>측정 결과: 지속 장애. 실행이 끝날 때까지 클라이언트 %1개가 복구되지 않았습니다.</translation>
    </message>
    <message>
        <source>As measured: nobody was cut off, and yet messages were lost.</source>
        <translation>측정 결과: 끊긴 클라이언트는 없으나 메시지가 유실되었습니다.</translation>
    </message>
    <message>
        <source>As measured: none. Nobody was cut off, and no message was lost.</source>
        <translation>측정 결과: 영향 없음. 끊긴 클라이언트도 유실된 메시지도 없습니다.</translation>
    </message>
    <message>
        <source>Asked while away</source>
        <translation>서버 부재 중 요청</translation>
    </message>
    <message>
        <source>Back after</source>
        <translation>복구 시간</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>차트</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>클라이언트</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>클라이언트</translation>
    </message>
    <message>
        <source>Clients connected again: %1; the slowest was away for %2</source>
        <translation>클라이언트 %1개 재연결, 가장 오래 걸린 경우 %2</translation>
    </message>
    <message>
        <source>Clients that were cut off and do not stand here: %1.</source>
        <translation>끊겼으나 이 표에 없는 클라이언트: %1개.</translation>
    </message>
    <message>
        <source>Connected at the end: %1 of %2 clients.</source>
        <translation>종료 시점의 연결: 클라이언트 %2개 중 %1개.</translation>
    </message>
    <message>
        <source>Connections that clients lost: %1 (%2)</source>
        <translation>클라이언트 연결 끊김 %1건 (%2)</translation>
    </message>
    <message>
        <source>Connections that clients lost: %1.</source>
        <translation>클라이언트 연결 끊김 %1건.</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>목차</translation>
    </message>
    <message>
        <source>Cut off: %1 of %2 clients, %3 times in all.</source>
        <translation>연결이 끊긴 클라이언트: %2개 중 %1개, 모두 %3회.</translation>
    </message>
    <message>
        <source>Direct cause</source>
        <translation>직접 원인</translation>
    </message>
    <message>
        <source>Disconnects</source>
        <translation>연결 끊김</translation>
    </message>
    <message>
        <source>Disconnects: %1 of %2.</source>
        <translation>연결 끊김 %2건 중 %1건.</translation>
    </message>
    <message>
        <source>Done on purpose, by the %1: %2 %3</source>
        <translation>의도한 조작 (%1): %2 %3</translation>
    </message>
    <message>
        <source>Done to the server: %1</source>
        <translation>서버에 가한 조작: %1</translation>
    </message>
    <message>
        <source>Each verdict rests on events that a witness saw; no command, fault or step of the scenario was read for it.</source>
        <translation>판정은 모두 목격된 이벤트에 근거하며, 명령이나 장애 주입, 시나리오 단계는 읽지 않고 내렸습니다.</translation>
    </message>
    <message>
        <source>Ends that the server made by a reset (RST): %1; ends that the wire made on purpose: %2.</source>
        <translation>서버가 리셋(RST)으로 끊은 연결 %1건, 와이어가 의도적으로 끊은 연결 %2건.</translation>
    </message>
    <message>
        <source>Ends that the server made: %1 in good order (FIN), %2 by a reset (RST).</source>
        <translation>서버가 끊은 연결: 정상 종료(FIN) %1건, 리셋(RST) %2건.</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>이벤트</translation>
    </message>
    <message>
        <source>Events that could not be recorded: %1</source>
        <translation>기록하지 못한 이벤트: %1건</translation>
    </message>
    <message>
        <source>Events: %1</source>
        <translation>이벤트: %1</translation>
    </message>
    <message>
        <source>Every expectation of the scenario held: %1 of %2.</source>
        <translation>시나리오의 기대 조건을 모두 충족했습니다: %2개 중 %1개.</translation>
    </message>
    <message>
        <source>Everything is ready: clients begin, and reach the server through the wire at %1</source>
        <translation>준비 완료. 클라이언트가 와이어 %1 경유로 서버에 접속하기 시작</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>증거</translation>
    </message>
    <message>
        <source>Expectation</source>
        <translation>기대 조건</translation>
    </message>
    <message>
        <source>Expectations of the scenario that did not hold: %1 of %2.</source>
        <translation>충족하지 못한 시나리오 기대 조건: %2개 중 %1개.</translation>
    </message>
    <message>
        <source>Explained</source>
        <translation>설명된 범위</translation>
    </message>
    <message>
        <source>Fault off: %1, connections it acted on: %2</source>
        <translation>장애 해제: %1, 영향을 받은 연결 %2건</translation>
    </message>
    <message>
        <source>Fault on: %1, aimed at: %2</source>
        <translation>장애 주입: %1, 대상: %2</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>확인된 사항</translation>
    </message>
    <message>
        <source>Fix</source>
        <translation>Fix</translation>
    </message>
    <message>
        <source>For how long: the longest time %1, the median %2.</source>
        <translation>끊긴 시간: 최장 %1, 중앙값 %2.</translation>
    </message>
    <message>
        <source>Found of the profiles</source>
        <translation>프로필에서 확인된 사항</translation>
    </message>
    <message>
        <source>Further damage, which is not listed here: %1</source>
        <translation>여기에 적지 않은 추가 손상: %1건</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>충족</translation>
    </message>
    <message>
        <source>How connections ended</source>
        <translation>연결 종료 방식</translation>
    </message>
    <message>
        <source>Hypothesis Board</source>
        <translation>Hypothesis Board</translation>
    </message>
    <message>
        <source>In all</source>
        <translation>합계</translation>
    </message>
    <message>
        <source>Incident</source>
        <translation>Incident</translation>
    </message>
    <message>
        <source>Incident RCA</source>
        <translation>Incident RCA</translation>
    </message>
    <message>
        <source>Incident RCA: %1</source>
        <translation>Incident RCA: %1</translation>
    </message>
    <message>
        <source>It shows by accident or by mistake what was changed after the run: tamper-evident, and no more than that. Whoever changes the evidence can make a new hash, so keep this one where others do not write, such as the ticket.</source>
        <translation>실행 후 사고나 실수로 증거가 바뀌었는지 드러내 주는 값일 뿐, 그 이상의 보증은 아닙니다. 증거를 고친 사람은 해시도 새로 만들 수 있으므로, 티켓처럼 다른 사람이 고칠 수 없는 곳에 이 값을 남겨 두십시오.</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>종류</translation>
    </message>
    <message>
        <source>Local time</source>
        <translation>현지 시각</translation>
    </message>
    <message>
        <source>Local time is that of the machine where this was written (%1); seconds count from the moment all was ready.</source>
        <translation>현지 시각은 이 보고서를 작성한 PC 기준(%1)이며, 초는 준비가 끝난 시점부터 셉니다.</translation>
    </message>
    <message>
        <source>Local vs remote (deployed)</source>
        <translation>로컬 vs 원격(배포) 환경</translation>
    </message>
    <message>
        <source>Longest</source>
        <translation>최장</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>유실</translation>
    </message>
    <message>
        <source>Matrix %1</source>
        <translation>매트릭스 %1</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>측정값</translation>
    </message>
    <message>
        <source>Messages lost: %1 of %2 sent; not known whether they arrived: %3; arrived more than once: %4.</source>
        <translation>메시지: 보낸 %2건 중 유실 %1건, 도착 여부를 알 수 없는 것 %3건, 중복 도착 %4건.</translation>
    </message>
    <message>
        <source>Moments left out here, all of them in the evidence: %1</source>
        <translation>여기서 생략한 항목 %1건 (증거에는 모두 있습니다)</translation>
    </message>
    <message>
        <source>No clients of our own took part: whom it hit is not known.</source>
        <translation>자체 클라이언트가 참여하지 않아 누가 영향을 받았는지 알 수 없습니다.</translation>
    </message>
    <message>
        <source>No fix was on trial in this run. This sets ways to write a page side by side, through the same restarts:</source>
        <translation>이 실행에서는 수정안을 시험하지 않았습니다. 다음 명령은 같은 재시작 상황에서 페이지 작성 방식들을 나란히 비교합니다:</translation>
    </message>
    <message>
        <source>No hypothesis is kept.</source>
        <translation>유지된 가설이 없습니다.</translation>
    </message>
    <message>
        <source>No longer done to the server: %1</source>
        <translation>서버에 가한 조작 종료: %1</translation>
    </message>
    <message>
        <source>None was rejected.</source>
        <translation>기각된 가설이 없습니다.</translation>
    </message>
    <message>
        <source>Not known: no hypothesis is kept, and nothing is guessed here.</source>
        <translation>알 수 없음: 유지된 가설이 없으며, 여기서는 추측하지 않습니다.</translation>
    </message>
    <message>
        <source>Note: %1</source>
        <translation>메모: %1</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>비고</translation>
    </message>
    <message>
        <source>Nothing broke: no 400, no server error, and no connection was lost.</source>
        <translation>이상 없음: 400 응답도, 서버 오류도, 연결 끊김도 없었습니다.</translation>
    </message>
    <message>
        <source>Nothing has been added: ticket, owner, actual impact and notes can be, in the window.</source>
        <translation>기입된 내용이 없습니다. 티켓, 담당자, 실제 영향, 비고는 창에서 입력할 수 있습니다.</translation>
    </message>
    <message>
        <source>Nothing in this part was measured.</source>
        <translation>이 부분은 측정한 내용이 아닙니다.</translation>
    </message>
    <message>
        <source>Nothing is kept that a rule could prevent.</source>
        <translation>유지된 가설이 없어 예방할 규칙도 없습니다.</translation>
    </message>
    <message>
        <source>Nothing is kept, so there is no fix to name.</source>
        <translation>유지된 가설이 없어 제시할 수정안이 없습니다.</translation>
    </message>
    <message>
        <source>Nothing is on record.</source>
        <translation>기록된 내용이 없습니다.</translation>
    </message>
    <message>
        <source>Other ways to serve were not measured with this run. This measures them, and makes the table:</source>
        <translation>다른 실행 방식은 이 실행에서 측정하지 않았습니다. 다음 명령이 이를 측정해 표를 만듭니다:</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>결과</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>담당자</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>페이지</translation>
    </message>
    <message>
        <source>Prevention</source>
        <translation>Prevention</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>프로필</translation>
    </message>
    <message>
        <source>Refused requests by what they carried: a message, which is lost: %1; the client&apos;s own close packet, which is harmless: %2; a pong: %3; a poll: %4; anything else: %5.</source>
        <translation>거부된 요청의 내용: 메시지(유실됨) %1건, 클라이언트 자신의 close 패킷(무해함) %2건, pong %3건, 폴링 %4건, 기타 %5건.</translation>
    </message>
    <message>
        <source>Raw record: cookies, credentials and what people wrote stand in this run&apos;s evidence as they crossed the wire. Keep and share its folder as you would those; this report quotes none of it.</source>
        <translation>원본 기록: 이 실행의 증거에는 쿠키, 인증 정보, 사람들이 쓴 글이 와이어를 지나간 그대로 남아 있습니다. 폴더를 보관하고 나눌 때 그런 정보와 똑같이 다루십시오. 이 보고서에는 그 내용을 옮기지 않았습니다.</translation>
    </message>
    <message>
        <source>Refutes:</source>
        <translation>반박:</translation>
    </message>
    <message>
        <source>Refutes: nothing.</source>
        <translation>반박: 없음.</translation>
    </message>
    <message>
        <source>Rejected Hypotheses</source>
        <translation>Rejected Hypotheses</translation>
    </message>
    <message>
        <source>Repeated or not</source>
        <translation>재시도 여부</translation>
    </message>
    <message>
        <source>Requests answered 400: %1 (%2)</source>
        <translation>400으로 응답된 요청 %1건 (%2)</translation>
    </message>
    <message>
        <source>Requests answered 400: %1.</source>
        <translation>400으로 응답된 요청 %1건.</translation>
    </message>
    <message>
        <source>Requests answered with a server error: %1 (%2)</source>
        <translation>서버 오류로 응답된 요청 %1건 (%2)</translation>
    </message>
    <message>
        <source>Requests answered with a server error: %1.</source>
        <translation>서버 오류로 응답된 요청 %1건.</translation>
    </message>
    <message>
        <source>Resets: %1 of %2.</source>
        <translation>리셋 %2건 중 %1건.</translation>
    </message>
    <message>
        <source>Root Cause</source>
        <translation>Root Cause</translation>
    </message>
    <message>
        <source>Root hash of the evidence: %1</source>
        <translation>증거의 루트 해시: %1</translation>
    </message>
    <message>
        <source>Root hash over meta, events, logs and screenshots (SHA-256):</source>
        <translation>meta, events, logs, screenshots 전체의 루트 해시 (SHA-256):</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Rule</translation>
    </message>
    <message>
        <source>Run %1, recorded %2 (%3)</source>
        <translation>실행 %1, 기록 시각 %2 (%3)</translation>
    </message>
    <message>
        <source>Run %1; when it was recorded is not known</source>
        <translation>실행 %1, 기록 시각은 알 수 없음</translation>
    </message>
    <message>
        <source>Run it again after each change: it fails, with exit status 1, as soon as an expectation does not hold.</source>
        <translation>변경할 때마다 다시 실행하십시오. 기대 조건을 하나라도 충족하지 못하면 종료 코드 1로 실패합니다.</translation>
    </message>
    <message>
        <source>Runbook</source>
        <translation>Runbook</translation>
    </message>
    <message>
        <source>Scenario</source>
        <translation>시나리오</translation>
    </message>
    <message>
        <source>Second</source>
        <translation>초</translation>
    </message>
    <message>
        <source>Seed: %1</source>
        <translation>시드: %1</translation>
    </message>
    <message>
        <source>Seen by</source>
        <translation>목격자</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>서버</translation>
    </message>
    <message>
        <source>Session ids</source>
        <translation>세션 ID</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Severity</translation>
    </message>
    <message>
        <source>Severity as people set it</source>
        <translation>Severity (담당자 지정)</translation>
    </message>
    <message>
        <source>So no client goes on trying with a dead session id: what is refused is what was on its way.</source>
        <translation>따라서 클라이언트가 만료된 sid로 계속 재시도하는 것이 아니라, 이미 전송 중이던 요청이 거부된 것입니다.</translation>
    </message>
    <message>
        <source>So there are clients that went on with a dead session id.</source>
        <translation>따라서 만료된 sid로 계속 요청한 클라이언트가 있습니다.</translation>
    </message>
    <message>
        <source>Sockets a page</source>
        <translation>페이지당 소켓</translation>
    </message>
    <message>
        <source>Still cut off at the end: %1.</source>
        <translation>종료 시점까지 복구되지 않은 클라이언트: %1개.</translation>
    </message>
    <message>
        <source>Supports:</source>
        <translation>지지:</translation>
    </message>
    <message>
        <source>Supports: nothing was seen.</source>
        <translation>지지: 없음.</translation>
    </message>
    <message>
        <source>Tests</source>
        <translation>Tests</translation>
    </message>
    <message>
        <source>The charts stand in report.html.</source>
        <translation>차트는 report.html에 있습니다.</translation>
    </message>
    <message>
        <source>The command line of this run, with its seed:</source>
        <translation>시드를 포함한 이 실행의 명령:</translation>
    </message>
    <message>
        <source>The evidence has no root hash: this run was not sealed.</source>
        <translation>봉인되지 않은 실행이라 증거의 루트 해시가 없습니다.</translation>
    </message>
    <message>
        <source>The harness had trouble: %1</source>
        <translation>하네스 문제: %1</translation>
    </message>
    <message>
        <source>The most requests of one session that were refused: %1.</source>
        <translation>한 세션에서 거부된 요청은 최대 %1건입니다.</translation>
    </message>
    <message>
        <source>The run ends: %1</source>
        <translation>실행 종료: %1</translation>
    </message>
    <message>
        <source>The scenario expects nothing in particular.</source>
        <translation>시나리오에 기대 조건이 없습니다.</translation>
    </message>
    <message>
        <source>The server answers again: its life number %1</source>
        <translation>서버가 다시 응답 (%1번째 기동)</translation>
    </message>
    <message>
        <source>The server is down, and nobody asked for it</source>
        <translation>요청하지 않았는데 서버가 내려감</translation>
    </message>
    <message>
        <source>The server&apos;s log: %1</source>
        <translation>서버 로그: %1</translation>
    </message>
    <message>
        <source>The wire could not follow a connection any more: %1</source>
        <translation>와이어가 더 이상 따라가지 못한 연결: %1</translation>
    </message>
    <message>
        <source>The witnesses agree: every difference between them is explained.</source>
        <translation>목격자들의 기록이 일치합니다. 차이는 모두 설명됩니다.</translation>
    </message>
    <message>
        <source>The witnesses do not agree: there are differences that nothing explains.</source>
        <translation>목격자들의 기록이 일치하지 않습니다. 설명되지 않는 차이가 있습니다.</translation>
    </message>
    <message>
        <source>There is no summary of this run: its figures were counted from the events for this report.</source>
        <translation>이 실행에는 요약이 없어, 보고서를 만들면서 이벤트로부터 수치를 다시 계산했습니다.</translation>
    </message>
    <message>
        <source>There is none to name: nothing broke.</source>
        <translation>이상이 없었으므로 해당 사항이 없습니다.</translation>
    </message>
    <message>
        <source>This recounts the evidence with code of its own, and says what does not match:</source>
        <translation>다음 명령은 별도의 코드로 증거를 다시 세어 맞지 않는 부분을 알려 줍니다:</translation>
    </message>
    <message>
        <source>This run was interrupted: its figures are of what was recorded until then, and prove nothing about the rest.</source>
        <translation>이 실행은 중단되었습니다. 수치는 그때까지의 기록에 대한 것이며, 그 이후에 대해서는 아무것도 증명하지 못합니다.</translation>
    </message>
    <message>
        <source>This run was played by hand in the window: no command line reproduces it. What was done stands in the timeline, and this shows it again:</source>
        <translation>창에서 직접 조작한 실행이라 그대로 재현하는 명령은 없습니다. 조작 내용은 Timeline에 있으며, 다음 명령으로 다시 볼 수 있습니다:</translation>
    </message>
    <message>
        <source>This run was served by the profile %1.</source>
        <translation>이 실행의 서버 프로필은 %1입니다.</translation>
    </message>
    <message>
        <source>This run was started in the window; this command does the same:</source>
        <translation>창에서 시작한 실행이며, 다음 명령으로 똑같이 실행할 수 있습니다:</translation>
    </message>
    <message>
        <source>This run&apos;s evidence is damaged, and what stands here is not to be relied on.</source>
        <translation>이 실행의 증거가 손상되었습니다. 아래 내용을 신뢰해서는 안 됩니다.</translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation>티켓</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Timeline</translation>
    </message>
    <message>
        <source>Times cut off</source>
        <translation>끊긴 횟수</translation>
    </message>
    <message>
        <source>To know it again:</source>
        <translation>다시 나타났을 때 알아보는 법:</translation>
    </message>
    <message>
        <source>To reproduce it</source>
        <translation>재현 방법</translation>
    </message>
    <message>
        <source>Twice</source>
        <translation>중복</translation>
    </message>
    <message>
        <source>UTC</source>
        <translation>UTC</translation>
    </message>
    <message>
        <source>Undecided, and nothing was seen that speaks for or against them: %1</source>
        <translation>미결정이며 지지도 반박도 목격되지 않은 가설: %1</translation>
    </message>
    <message>
        <source>User Impact</source>
        <translation>User Impact</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>값</translation>
    </message>
    <message>
        <source>Verdict: kept. So many of the 400s, resets and disconnects come of it: %1.</source>
        <translation>판정: 유지. 400, 리셋, 연결 끊김 가운데 %1건이 이 가설로 설명됩니다.</translation>
    </message>
    <message>
        <source>Verdict: undecided.</source>
        <translation>판정: 미결정.</translation>
    </message>
    <message>
        <source>Versions: %1</source>
        <translation>버전: %1</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>방식</translation>
    </message>
    <message>
        <source>Ways to write a client, tried side by side in this run:</source>
        <translation>이 실행에서 나란히 시험한 클라이언트 작성 방식:</translation>
    </message>
    <message>
        <source>What comes of events was read up to the first damaged record; figures of summary.json are as they were written.</source>
        <translation>이벤트에서 나온 내용은 처음 손상된 레코드까지만 읽었고, summary.json의 수치는 기록된 그대로입니다.</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>내용</translation>
    </message>
    <message>
        <source>What it means</source>
        <translation>의미</translation>
    </message>
    <message>
        <source>What to do about what is kept:</source>
        <translation>유지된 가설에 대한 조치:</translation>
    </message>
    <message>
        <source>What was refused</source>
        <translation>거부된 요청</translation>
    </message>
    <message>
        <source>When it occurs</source>
        <translation>발생 조건</translation>
    </message>
    <message>
        <source>Where each figure comes from</source>
        <translation>수치의 출처</translation>
    </message>
    <message>
        <source>Whether the scenario&apos;s expectations hold is not known.</source>
        <translation>시나리오의 기대 조건을 충족했는지 알 수 없습니다.</translation>
    </message>
    <message>
        <source>Whether witnesses agree is not known: there was one of them, or none.</source>
        <translation>목격자가 하나이거나 없어서 기록이 일치하는지 알 수 없습니다.</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>이유</translation>
    </message>
    <message>
        <source>Wire</source>
        <translation>와이어</translation>
    </message>
    <message>
        <source>Written by sidlab from recorded evidence.</source>
        <translation>기록된 증거를 바탕으로 sidlab이 작성했습니다.</translation>
    </message>
    <message>
        <source>charts.FIGURE.SERIES.SECOND is the bar of a chart that begins at that second.</source>
        <translation>charts.그림.계열.초 는 그 초에 시작하는 차트 막대입니다.</translation>
    </message>
    <message>
        <source>command line</source>
        <translation>명령줄</translation>
    </message>
    <message>
        <source>count.TYPE.A-B counts the events of that type with numbers from A to B; back.A-B, the clients that connected again.</source>
        <translation>count.유형.A-B 는 번호가 A부터 B까지인 그 유형의 이벤트 수, back.A-B 는 다시 연결된 클라이언트 수입니다.</translation>
    </message>
    <message>
        <source>cut_off is counted from client.disconnected to the next client.connected of the same client, where it had no other socket; who did not come back was away until run.ending.</source>
        <translation>cut_off 는 같은 클라이언트의 client.disconnected부터 다음 client.connected까지이며, 다른 소켓이 살아 있으면 세지 않습니다. 돌아오지 않은 클라이언트는 run.ending까지로 셉니다.</translation>
    </message>
    <message>
        <source>event.N.at is the second of the event with that number; event.N.away, how long its client had been away.</source>
        <translation>event.N.at 은 그 번호의 이벤트가 일어난 초, event.N.away 는 그 클라이언트가 끊겨 있던 시간입니다.</translation>
    </message>
    <message>
        <source>fails</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>fault</source>
        <translation>장애 주입</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>정상 종료</translation>
    </message>
    <message>
        <source>intermittent: %1</source>
        <translation>간헐적: %1</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>중단됨</translation>
    </message>
    <message>
        <source>lift</source>
        <translation>장애 해제</translation>
    </message>
    <message>
        <source>no</source>
        <translation>아니요</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>알 수 없음</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>측정 안 함</translation>
    </message>
    <message>
        <source>note</source>
        <translation>메모</translation>
    </message>
    <message>
        <source>relieve</source>
        <translation>서버 조작 해제</translation>
    </message>
    <message>
        <source>scenario</source>
        <translation>시나리오</translation>
    </message>
    <message>
        <source>seconds of the run</source>
        <translation>실행 시간(초)</translation>
    </message>
    <message>
        <source>signs, explains and explained are of the diagnosis, which anybody can have again from the same folder: sidlab diagnose.</source>
        <translation>signs, explains, explained 는 진단 결과로, 같은 폴더에서 sidlab diagnose로 누구나 다시 얻을 수 있습니다.</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>사용자가 중지</translation>
    </message>
    <message>
        <source>unavailable</source>
        <translation>사용 불가</translation>
    </message>
    <message>
        <source>way</source>
        <translation>서버 조작</translation>
    </message>
    <message>
        <source>window</source>
        <translation>창</translation>
    </message>
    <message>
        <source>works</source>
        <translation>동작</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>예</translation>
    </message>
    <message>
        <source>400 answered a message that was on its way: lost</source>
        <translation>전송 중이던 메시지에 400이 응답됨: 유실</translation>
    </message>
    <message>
        <source>400 answered the close packet of a page that tore its session down: harmless</source>
        <translation>세션을 정리하던 페이지의 close 패킷에 400이 응답됨: 무해</translation>
    </message>
    <message>
        <source>and hears nothing again</source>
        <translation>같은 메시지를 다시 받지 않음</translation>
    </message>
    <message>
        <source>and its pages hear messages again</source>
        <translation>해당 페이지들이 메시지를 중복 수신함</translation>
    </message>
    <message>
        <source>clients met a refused connection</source>
        <translation>클라이언트가 연결 거부를 겪음</translation>
    </message>
    <message>
        <source>connections were reset in the gap</source>
        <translation>재시작 공백 중에 연결이 리셋됨</translation>
    </message>
    <message>
        <source>every 400 is one of a session the server no longer knows</source>
        <translation>모든 400이 서버가 더 이상 모르는 세션에서 발생</translation>
    </message>
    <message>
        <source>every client is connected at the end</source>
        <translation>종료 시점에 모든 클라이언트가 연결되어 있음</translation>
    </message>
    <message>
        <source>every difference between the witnesses has a name</source>
        <translation>목격자 간의 모든 차이에 이름이 있음</translation>
    </message>
    <message>
        <source>every page is connected at the end</source>
        <translation>종료 시점에 모든 페이지가 연결되어 있음</translation>
    </message>
    <message>
        <source>every reload ended every session</source>
        <translation>리로드할 때마다 모든 세션이 끊김</translation>
    </message>
    <message>
        <source>everyone lost the session</source>
        <translation>모두 세션을 잃음</translation>
    </message>
    <message>
        <source>no fix removes the 400s: who closes the old socket meets them too</source>
        <translation>어떤 수정으로도 400은 사라지지 않음: 기존 소켓을 닫는 방식도 마찬가지</translation>
    </message>
    <message>
        <source>no message was lost for good</source>
        <translation>완전히 유실된 메시지 없음</translation>
    </message>
    <message>
        <source>no page of it is left without one</source>
        <translation>소켓 없이 남은 페이지 없음</translation>
    </message>
    <message>
        <source>no page of it is left without one either</source>
        <translation>여기서도 소켓 없이 남은 페이지 없음</translation>
    </message>
    <message>
        <source>no page waited for a connection of its browser</source>
        <translation>브라우저 연결 한도 때문에 기다린 페이지 없음</translation>
    </message>
    <message>
        <source>no session was lost on the server, so none was stale</source>
        <translation>서버에서 잃은 세션이 없어 만료된 sid도 없음</translation>
    </message>
    <message>
        <source>nobody met a 400</source>
        <translation>400을 받은 클라이언트 없음</translation>
    </message>
    <message>
        <source>none came twice</source>
        <translation>중복 도착한 메시지 없음</translation>
    </message>
    <message>
        <source>the dying server closed: each listening page&apos;s poll failed with ERR_EMPTY_RESPONSE</source>
        <translation>종료되는 서버가 연결을 닫아, 대기 중이던 페이지의 폴링이 ERR_EMPTY_RESPONSE로 실패함</translation>
    </message>
    <message>
        <source>the fix as written leaks: every page ends with more than one live socket</source>
        <translation>문서의 수정안은 소켓을 누수함: 모든 페이지에 살아 있는 소켓이 둘 이상 남음</translation>
    </message>
    <message>
        <source>the injected reset is ERR_CONNECTION_RESET to the browser</source>
        <translation>주입한 리셋이 브라우저에는 ERR_CONNECTION_RESET으로 나타남</translation>
    </message>
    <message>
        <source>the library&apos;s own reconnection ends with one socket a page</source>
        <translation>라이브러리 자체 재연결은 페이지당 소켓 하나로 끝남</translation>
    </message>
    <message>
        <source>the polling clients met the stale session id at least once a client</source>
        <translation>폴링 클라이언트마다 만료된 sid를 한 번 이상 겪음</translation>
    </message>
    <message>
        <source>the reset was felt</source>
        <translation>리셋의 영향을 받음</translation>
    </message>
    <message>
        <source>the stale session id met its 400</source>
        <translation>만료된 sid가 400을 받음</translation>
    </message>
    <message>
        <source>the tap followed every connection</source>
        <translation>탭이 모든 연결을 끝까지 따라감</translation>
    </message>
    <message>
        <source>the wire reset connections by itself only when asked</source>
        <translation>와이어는 요청받았을 때만 스스로 연결을 리셋함</translation>
    </message>
    <message>
        <source>who closes the old socket first ends with one socket a page</source>
        <translation>기존 소켓을 먼저 닫는 방식은 페이지당 소켓 하나로 끝남</translation>
    </message>
    <message>
        <source>who does without polling meets none</source>
        <translation>폴링을 쓰지 않으면 400을 겪지 않음</translation>
    </message>
    <message>
        <source>wire, server and clients tell the same</source>
        <translation>와이어, 서버, 클라이언트의 기록이 일치함</translation>
    </message>
    <message>
        <source>wire, server and clients tell the same of every 400, disconnect and session id</source>
        <translation>모든 400, 연결 끊김, 세션 ID에 대해 와이어, 서버, 클라이언트의 기록이 일치함</translation>
    </message>
</context>
<context>
    <name>stamp</name>
    <message>
        <source>at %1 s of the run</source>
        <translation>실행 %1초 시점</translation>
    </message>
    <message>
        <source>drawn %1</source>
        <translation>그린 시각 %1</translation>
    </message>
    <message>
        <source>raw record</source>
        <translation>원본 기록</translation>
    </message>
</context>
<context>
    <name>value</name>
    <message>
        <source>both</source>
        <translation>양쪽</translation>
    </message>
    <message>
        <source>down</source>
        <translation>하향</translation>
    </message>
    <message>
        <source>up</source>
        <translation>상향</translation>
    </message>
    <message>
        <source>deliver</source>
        <translation>전달</translation>
    </message>
    <message>
        <source>reset</source>
        <translation>리셋</translation>
    </message>
    <message>
        <source>client</source>
        <translation>클라이언트</translation>
    </message>
    <message>
        <source>server</source>
        <translation>서버</translation>
    </message>
    <message>
        <source>close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>drop</source>
        <translation>버리기</translation>
    </message>
    <message>
        <source>hang</source>
        <translation>무응답</translation>
    </message>
    <message>
        <source>blackhole</source>
        <translation>블랙홀</translation>
    </message>
    <message>
        <source>refuse</source>
        <translation>거부</translation>
    </message>
    <message>
        <source>uniform</source>
        <translation>균등</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>정규</translation>
    </message>
    <message>
        <source>pareto</source>
        <translation>파레토</translation>
    </message>
    <message>
        <source>once</source>
        <translation>한 번</translation>
    </message>
    <message>
        <source>always</source>
        <translation>매번</translation>
    </message>
    <message>
        <source>earlier</source>
        <translation>이전 것</translation>
    </message>
    <message>
        <source>any</source>
        <translation>아무것이나</translation>
    </message>
    <message>
        <source>made</source>
        <translation>지어낸 것</translation>
    </message>
    <message>
        <source>request</source>
        <translation>요청</translation>
    </message>
    <message>
        <source>answer</source>
        <translation>응답</translation>
    </message>
    <message>
        <source>graceful</source>
        <translation>정상 종료</translation>
    </message>
    <message>
        <source>kill</source>
        <translation>강제 종료</translation>
    </message>
    <message>
        <source>reload</source>
        <translation>리로드</translation>
    </message>
    <message>
        <source>crash</source>
        <translation>크래시</translation>
    </message>
    <message>
        <source>hangup</source>
        <translation>SIGHUP</translation>
    </message>
    <message>
        <source>all</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>one</source>
        <translation>하나</translation>
    </message>
</context>
</TS>
